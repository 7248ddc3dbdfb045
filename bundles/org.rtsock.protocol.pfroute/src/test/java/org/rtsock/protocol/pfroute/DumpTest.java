// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.testkit.socket.ScriptedCut;
import org.rtsock.testkit.socket.ScriptedDomain;

class DumpTest {
    private static final int DUMP = 1;
    private static final int FLAGS = 2;
    private static final int IFLIST = 3;
    private static final int STATS = 4;
    private static final int IFLISTL = 5;

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final ScriptedDomain domain = new ScriptedDomain();

    private List<Decoded> dumped(@Nullable Family family, int... name) {
        ByteBuffer all = ByteBuffer.allocate(64 * 1024);
        pfroute.sysctl(domain, family, name, all::put);
        assertTrue(domain.snapshots().getLast().isClosed());
        return Decoded.all(all.flip(), name[0] == IFLISTL);
    }

    private List<String> lines(@Nullable Family family, int... name) {
        return dumped(family, name).stream().map(DumpTest::line).toList();
    }

    private static String line(Decoded message) {
        return switch (message.type()) {
            case 12 -> "12 " + message.text("IFA") + " " + message.text("NETMASK") + " " + message.number("index");
            case 14 -> "14 " + message.text("IFP") + " " + message.number("index");
            default -> message.line();
        };
    }

    private void refused(Errno errno, String part, int... name) {
        int before = domain.snapshots().size();
        RoutingException thrown =
                assertThrows(RoutingException.class, () -> pfroute.sysctl(domain, null, name, _ -> {}));
        assertEquals(errno, thrown.errno(), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
        assertTrue(domain.snapshots().size() == before || domain.snapshots().getLast().isClosed());
    }

    private static ScriptedCut routes() {
        return new ScriptedCut()
                .state(new RtTableCodec(), new RtTable(RtTable.MAIN, "main", Family.INET))
                .state(
                        new RouteCodec(),
                        Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3), Samples.via("192.0.2.2", 4)),
                        Samples.route("192.0.2.0/24", Samples.dev(3)),
                        Samples.route(RtTable.MAIN, "10.9.0.0/16", 0, RouteType.THROW),
                        Samples.route(RtTable.MAIN, "10.8.0.0/16", 0, RouteType.BLACKHOLE));
    }

    @Test
    void routesAreGetMessagesAPathEach() {
        domain.holds(DumpTest::routes);
        List<Decoded> messages = dumped(Family.INET, DUMP, 0);
        assertEquals(
                List.of(
                        "4 10.1.0.0 192.0.2.1 255.255.0.0 3",
                        "4 10.1.0.0 192.0.2.2 255.255.0.0 4",
                        "4 192.0.2.0 eth3 255.255.255.0 3",
                        "4 10.8.0.0 127.0.0.1 255.255.0.0 0"),
                messages.stream().map(Decoded::line).toList());
        Decoded first = messages.getFirst();
        assertEquals(0x803, first.number("flags"), "UP GATEWAY STATIC, nothing is DONE");
        assertArrayEquals(
                new String[] {"msglen", "version", "type", "index", "flags", "addrs", "weight"},
                Layout.RT_MSGHDR.used(first.bytes(), first.start()));
        assertEquals(new Decoded.Address(54, 18, "eth3", 3, ""), first.addresses().get("IFP"));
    }

    @Test
    void dumpIsOfOneTableAndFamily() {
        domain.holds(DumpTest::routes);
        lines(Family.INET, DUMP, 0);
        AsyncMode mode = domain.snapshots().getLast().mode();
        assertEquals(Filter.of(RtTable.MAIN, Family.INET, null), mode.filter());
        assertEquals(MessageType.RTTABLE.flag() | MessageType.ROUTE.flag(), mode.flags());
        lines(null, DUMP, 7, 100);
        assertEquals(Filter.of(100, null, null), domain.snapshots().getLast().mode().filter());
    }

    @Test
    void tableThatIsNamedMustExist() {
        domain.holds(ScriptedCut::new);
        assertEquals(List.of(), lines(null, DUMP, 0), "the main one need not be there yet");
        refused(Errno.ENOENT, "table 100", DUMP, 0, 100);
        domain.holds(() -> new ScriptedCut().state(new RtTableCodec(), new RtTable(100, "blue", Family.INET)));
        assertEquals(List.of(), lines(null, DUMP, 0, 100));
        domain.holds(ScriptedCut::new);
        refused(Errno.ENOENT, "table 4294967295", FLAGS, 1, -1);
    }

    @Test
    void flagsChooseRoutesThatHaveOneOfThem() {
        domain.holds(DumpTest::routes);
        assertEquals(
                List.of("4 10.1.0.0 192.0.2.1 255.255.0.0 3", "4 10.1.0.0 192.0.2.2 255.255.0.0 4", "4 10.8.0.0 127.0.0.1 255.255.0.0 0"),
                lines(null, FLAGS, 0x2 | 0x1000));
        assertEquals(List.of("4 10.8.0.0 127.0.0.1 255.255.0.0 0"), lines(null, FLAGS, 0x1000));
        assertEquals(List.of(), lines(null, FLAGS, 0x40));
        refused(Errno.EOPNOTSUPP, "neighbours", FLAGS, 0);
        refused(Errno.EOPNOTSUPP, "neighbours", FLAGS, 0x401);
    }

    private static ScriptedCut interfaces() {
        return new ScriptedCut()
                .state(new IfdCodec(), Samples.ifd(4, "eth4", "ether"), Samples.ifd(3, "eth3", "ether"))
                .state(new IfdCodec(), Samples.ifd(70_000, "far", "ether"))
                .state(
                        new IflCodec(),
                        new Ifl(3, "eth3.0", 3, 0, true),
                        new Ifl(4, "eth4.0", 4, 0, true),
                        new Ifl(9, "eth3.100", 3, 100, true))
                .state(
                        new IfaCodec(),
                        Samples.ifa(4, "192.0.2.4", "192.0.2.0/24", "192.0.2.255", null),
                        Samples.ifa(9, "192.0.9.9", "192.0.9.0/24", null, null),
                        Samples.ifa(3, "192.0.3.3", "192.0.3.0/25", null, null),
                        Samples.ifa(70_000, "192.0.7.7", "192.0.7.0/24", null, null),
                        Samples.ifa(12, "192.0.12.12", "192.0.12.0/24", null, null));
    }

    @Test
    void addressesStandBehindTheirInterface() {
        domain.holds(DumpTest::interfaces);
        assertEquals(
                List.of(
                        "14 eth3 3",
                        "12 192.0.9.9 255.255.255.0 9",
                        "12 192.0.3.3 255.255.255.128 3",
                        "14 eth4 4",
                        "12 192.0.2.4 255.255.255.0 4",
                        "12 192.0.12.12 255.255.255.0 12"),
                lines(null, IFLIST, 0),
                "a number that does not fit is not told; an address whose device is not known stands last");
        assertEquals(Filter.of(0, null, null), domain.snapshots().getLast().mode().filter());
        Decoded address = dumped(Family.INET, IFLIST, 4).getLast();
        assertEquals("192.0.2.255", address.text("BRD"));
        assertEquals("-", address.text("IFP"), "it stands behind it");
        assertEquals(Filter.of(0, Family.INET, null), domain.snapshots().getLast().mode().filter());
    }

    @Test
    void argumentIsTheNumberOfOneInterface() {
        domain.holds(DumpTest::interfaces);
        assertEquals(List.of("14 eth4 4", "12 192.0.2.4 255.255.255.0 4"), lines(null, IFLIST, 4));
        assertEquals(List.of("12 192.0.9.9 255.255.255.0 9"), lines(null, IFLIST, 9), "a unit of eth3");
        assertEquals(List.of(), lines(null, IFLISTL, 5));
    }

    @Test
    void longerHeadersSayTheSame() {
        domain.holds(DumpTest::interfaces);
        List<String> shorter = lines(null, IFLIST, 0);
        assertEquals(shorter, lines(null, IFLISTL, 0));
        List<Decoded> messages = dumped(null, IFLISTL, 4);
        Decoded info = messages.getFirst();
        assertEquals(176, info.number("len"));
        assertEquals(24, info.number("data_off"));
        assertEquals(1500, info.number("mtu"));
        assertEquals(2, info.number("link_state"));
        assertEquals(152, info.number("datalen"));
        assertEquals(0x8043, info.number("flags"));
        Decoded address = messages.getLast();
        assertArrayEquals(
                new String[] {"msglen", "version", "type", "addrs", "index", "len", "data_off", "datalen"},
                Layout.IFA_MSGHDRL.used(address.bytes(), address.start()));
        assertEquals(176, address.number("len"));
        assertEquals(24, address.number("data_off"));
        assertEquals(152, address.number("datalen"));
    }

    @Test
    void statisticsAreSums() {
        domain.holds(ScriptedCut::new);
        assertArrayEquals(
                new String[] {"msglen", "version", "type"}, Layout.RTSTAT.used(dumped(null, STATS, 0).getFirst().bytes(), 0));
        domain.holds(() -> new ScriptedCut()
                .state(
                        new RtStatsCodec(),
                        new RtStats(new RtStats.Key(254, Family.INET, 4), 9, Counts.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
                        new RtStats(
                                new RtStats.Key(100, Family.INET6, 0), 1, Counts.of(0, 0, 0, 10, 20, 30, 40, (1L << 32) - 1, 0, 0))));
        List<Decoded> messages = dumped(Family.INET6, STATS, 0);
        assertEquals(1, messages.size());
        Decoded sums = messages.getFirst();
        assertEquals(24, sums.number("msglen"));
        assertEquals(36, sums.number("badredirect"));
        assertEquals(14, sums.number("dynamic"));
        assertEquals(25, sums.number("newgateway"));
        assertEquals(47, sums.number("unreach"));
        assertEquals(7, sums.number("wildcard"), "around 2^32, as on BSD");
        assertEquals(Filter.of(0, Family.INET6, null), domain.snapshots().getLast().mode().filter());
    }

    @Test
    void namesThatAreNone() {
        refused(Errno.EINVAL, "has 0 elements");
        refused(Errno.EINVAL, "has 1 elements", DUMP);
        refused(Errno.EINVAL, "has 4 elements", DUMP, 0, 254, 0);
        refused(Errno.EINVAL, "operation 0", 0, 0);
        refused(Errno.EINVAL, "operation 6", 6, 0);
        refused(Errno.EINVAL, "operation -1", -1, 0);
        refused(Errno.EINVAL, "argument -3", IFLIST, -3);
        refused(Errno.EINVAL, "operation 3 has no table", IFLIST, 0, 254);
        refused(Errno.EINVAL, "operation 4 has no table", STATS, 0, 254);
        refused(Errno.EINVAL, "table 0", DUMP, 0, 0);
        assertEquals(List.of(), domain.snapshots(), "nothing was looked at");
    }

    @Test
    void recordsThatAreTakenAwayEndTheDump() {
        domain.holds(() -> routes().losesRecordsAfter(2));
        List<ByteBuffer> given = new ArrayList<>();
        RoutingException thrown = assertThrows(
                RoutingException.class, () -> pfroute.sysctl(domain, null, new int[] {DUMP, 0}, given::add));
        assertEquals(Errno.ESTALE, thrown.errno());
        assertEquals(2, given.size());
        assertTrue(domain.snapshots().getLast().isClosed());
    }

    @Test
    void sinkThatFailsEndsTheDump() {
        domain.holds(DumpTest::routes);
        assertThrows(
                IllegalStateException.class,
                () -> pfroute.sysctl(domain, null, new int[] {DUMP, 0}, _ -> {
                    throw new IllegalStateException("full");
                }));
        assertTrue(domain.snapshots().getLast().isClosed());
    }
}
