// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteFilterOption;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.journal.JournalBounds;
import org.rtsock.journal.JournalReporter;
import org.rtsock.kernel.KernelCore;
import org.rtsock.protosw.RouteDomain;

/// The protocol on the switch, the kernel core and journals as they are: eth3 with 192.0.2.5/24, two sockets that listen.
class SwitchTest {
    private static final Cause DRIVER = new Cause.Driver("test");

    private final Kernel kernel = new KernelCore(1024);
    private final RouteDomain domain = new RouteDomain(kernel);
    private final ByteBuffer target = ByteBuffer.allocate(2 * Frame.MAX_LENGTH);

    private static final class Journaled<T extends RoutingObject> extends JournalReporter<T> {
        Journaled(Class<T> kind, ObjectCodec<T> codec, Kernel kernel) {
            // No window: the deletes that a slow listener would need are soon gone.
            super(kind, codec, new JournalBounds(0, 1, 1 << 20));
            attach(kernel);
        }
    }

    @BeforeEach
    void boot() {
        domain.addReporter(new Journaled<>(Ifd.class, new IfdCodec(), kernel));
        domain.addReporter(new Journaled<>(Ifl.class, new IflCodec(), kernel));
        domain.addReporter(new Journaled<>(RtTable.class, new RtTableCodec(), kernel));
        domain.addReporter(new Journaled<>(Redirect.class, new RedirectCodec(), kernel));
        domain.addReporter(new Journaled<>(RtStats.class, new RtStatsCodec(), kernel));
        domain.addReporter(new Journaled<>(Ifa.class, new IfaCodec(), kernel));
        domain.addReporter(new Journaled<>(Route.class, new RouteCodec(), kernel));
        domain.addProtosw(new PfrouteProtosw());
        kernel.commit(DRIVER, work -> {
            work.add(new RtTable(RtTable.MAIN, "main", Family.INET));
            work.add(new RtTable(RtTable.MAIN, "main", Family.INET6));
            work.add(Samples.ifd(3, "eth3", "ether"));
            work.add(new Ifl(3, "eth3.0", 3, 0, true));
            work.add(new Iff(3, Family.INET, 1500));
            work.add(Samples.ifa(3, "192.0.2.5", "192.0.2.0/24", "192.0.2.255", null));
        });
    }

    private RoutingSocket open(@Nullable Family family, boolean mayWrite) {
        return domain.socket(SocketType.RAW, "pfroute", family, "test", new Credentials("bird", 900, mayWrite));
    }

    private RoutingSocket open() {
        return open(null, true);
    }

    private List<Decoded> messages(RoutingSocket socket) {
        target.clear();
        while (socket.receive(target) > 0) {}
        return Decoded.all(target.flip());
    }

    private List<String> heard(RoutingSocket socket) {
        return messages(socket).stream()
                .map(message -> message.header() == Layout.RT_MSGHDR
                        ? message.line() + " pid " + message.number("pid") + " errno " + message.number("errno")
                        : message.type() + " " + message.number("index"))
                .toList();
    }

    private static RoutingException refused(RoutingSocket socket, RequestBytes request) {
        return assertThrows(RoutingException.class, () -> socket.send(request.bytes()));
    }

    @Test
    void nobodyHearsWhatWasThereBefore() {
        assertEquals(List.of(), heard(open()));
    }

    @Test
    void addIsHeardByTheSenderAtOnceAndByAllFromTheKernel() {
        RoutingSocket sender = open();
        RoutingSocket other = open();
        sender.send(RequestBytes.add().bytes());
        String added = "1 10.1.0.0 192.0.2.1 255.255.0.0 3 pid 900 errno 0";
        assertEquals(List.of(added), heard(other));
        assertEquals(List.of(added, added), heard(sender), "the reply, and the change itself");
        assertEquals(List.of(), heard(other));
    }

    @Test
    void withoutLoopbackThereIsNoReply() {
        RoutingSocket sender = open();
        sender.setOption(SocketOption.SO_USELOOPBACK, false);
        sender.send(RequestBytes.add().bytes());
        assertEquals(1, heard(sender).size(), "the change itself, as for everybody");
        assertEquals(Errno.EEXIST, refused(sender, RequestBytes.add()).errno());
        assertEquals(List.of(), heard(sender));
    }

    @Test
    void refusalIsHeardByEverybodyOfTheFamily() {
        RoutingSocket sender = open();
        RoutingSocket inet = open(Family.INET, false);
        RoutingSocket inet6 = open(Family.INET6, false);
        assertEquals(Errno.ENETUNREACH, refused(sender, RequestBytes.add().gateway(RequestBytes.in("198.51.100.1"))).errno());
        List<String> reply = List.of("1 10.1.0.0 198.51.100.1 255.255.0.0 0 pid 900 errno 51");
        assertEquals(reply, heard(sender));
        assertEquals(reply, heard(inet));
        assertEquals(List.of(), heard(inet6));
    }

    @Test
    void whoMayNotWriteMayGet() {
        open().send(RequestBytes.add().bytes());
        RoutingSocket reader = open(null, false);
        assertEquals(Errno.EACCES, refused(reader, RequestBytes.add()).errno());
        heard(reader);
        reader.send(new RequestBytes(RequestBytes.GET).dst(RequestBytes.in("10.1.2.3")).bytes());
        assertEquals(List.of("4 10.1.0.0 192.0.2.1 255.255.0.0 3 pid 900 errno 0"), heard(reader));
    }

    @Test
    void changeAndDeleteAreHeardWithTheirNewAndOldValues() {
        RoutingSocket sender = open();
        sender.send(RequestBytes.add().bytes());
        RoutingSocket other = open();
        sender.send(RequestBytes.add().set("type", RequestBytes.CHANGE).gateway(RequestBytes.in("192.0.2.2")).bytes());
        assertEquals(List.of("3 10.1.0.0 192.0.2.2 255.255.0.0 3 pid 900 errno 0"), heard(other));
        sender.send(RequestBytes.add().set("type", RequestBytes.DELETE).withoutGateway().bytes());
        assertEquals(List.of("2 10.1.0.0 192.0.2.2 255.255.0.0 3 pid 900 errno 0"), heard(other));
        assertEquals(
                Errno.ESRCH, refused(sender, RequestBytes.add().set("type", RequestBytes.DELETE).withoutGateway()).errno());
    }

    @Test
    void whoIsTooSlowHearsOfItAndThenOfWhatChangesFromThereOn() {
        RoutingSocket sender = open();
        for (int i = 0; i < 5_000; i++) {
            sender.send(host(RequestBytes.ADD, i));
            heard(sender);
        }
        RoutingSocket slow = open();
        assertEquals(List.of(), heard(slow));
        for (int i = 1; i < 5_000; i++) {
            sender.send(host(RequestBytes.DELETE, i));
            heard(sender);
        }
        assertEquals(Errno.ENOBUFS, assertThrows(RoutingException.class, () -> heard(slow)).errno());
        assertEquals(List.of("0 - - - 0 pid 0 errno 55"), heard(slow), "not the route that is left");
        sender.send(RequestBytes.add().bytes());
        assertEquals(1, heard(slow).size());
    }

    private static ByteBuffer host(int type, int number) {
        String address = "10.0." + number / 256 + "." + number % 256;
        return RequestBytes.add().set("type", type).dst(RequestBytes.in(address)).withoutMask().bytes();
    }

    @Test
    void interfaceThatGoesTakesItsRoutesAndAddressesAloud() {
        RoutingSocket sender = open();
        sender.send(RequestBytes.add().bytes());
        RoutingSocket other = open();
        RoutingSocket inet6 = open(Family.INET6, false);
        kernel.commit(DRIVER, work -> work.delete(new Ifd.Key(3)));
        assertEquals(
                List.of("2 10.1.0.0 192.0.2.1 255.255.0.0 3 pid 0 errno 0", "13 3", "17 3"), heard(other));
        assertEquals(List.of("17 3"), heard(inet6), "messages about interfaces have no family");
    }

    @Test
    void lockIsHeardAsAChange() {
        RoutingSocket sender = open();
        sender.send(RequestBytes.add().set("inits", 0x3).set("mtu", 1400).set("hopcount", 9).set("locks", 0x2).bytes());
        RoutingSocket other = open();
        sender.send(RequestBytes.add().set("type", RequestBytes.LOCK).withoutGateway().set("inits", 0x3).set("locks", 0x1).bytes());
        Decoded change = messages(other).getFirst();
        assertEquals("3 10.1.0.0 192.0.2.1 255.255.0.0 3", change.line());
        assertEquals(0x1, change.number("locks"));
        assertEquals(1400, change.number("mtu"));
        assertEquals(9, change.number("hopcount"));
        sender.send(RequestBytes.add().set("type", RequestBytes.LOCK).withoutGateway().set("locks", 0xff).bytes());
        assertEquals(List.of(), heard(other), "inits names nothing");
    }

    @Test
    void changeWithoutGatewayChangesMetrics() {
        RoutingSocket sender = open();
        sender.send(RequestBytes.add().bytes());
        RoutingSocket other = open();
        sender.send(RequestBytes.add().set("type", RequestBytes.CHANGE).withoutGateway().set("inits", 0x1).set("mtu", 1300).bytes());
        Decoded change = messages(other).getFirst();
        assertEquals("3 10.1.0.0 192.0.2.1 255.255.0.0 3", change.line());
        assertEquals(1300, change.number("mtu"));
    }

    @Test
    void getWithAMaskFindsTheShorterOfTwoRoutesThatBeginAlike() {
        RoutingSocket sender = open();
        sender.send(RequestBytes.add().bytes());
        sender.send(RequestBytes.add().mask(RequestBytes.in("255.255.255.0")).gateway(RequestBytes.in("192.0.2.2")).bytes());
        heard(sender);
        RequestBytes get = new RequestBytes(RequestBytes.GET).dst(RequestBytes.in("10.1.0.0"));
        sender.send(get.mask(RequestBytes.in("255.255.0.0")).bytes());
        assertEquals(List.of("4 10.1.0.0 192.0.2.1 255.255.0.0 3 pid 900 errno 0"), heard(sender));
        assertEquals(Errno.ESRCH, refused(sender, get.mask(RequestBytes.in("255.255.128.0"))).errno());
        heard(sender);
        sender.send(get.withoutMask().bytes());
        assertEquals(List.of("4 10.1.0.0 192.0.2.2 255.255.255.0 3 pid 900 errno 0"), heard(sender));
    }

    private static RequestBytes redirect(String author) {
        return RequestBytes.redirect()
                .dst(RequestBytes.in("10.1.0.9"))
                .gateway(RequestBytes.in("192.0.2.2"))
                .author(RequestBytes.in(author));
    }

    @Test
    void redirectIsHeardBehindItsRoute() {
        RoutingSocket sender = open();
        sender.send(RequestBytes.add().bytes());
        RoutingSocket other = open();
        sender.send(redirect("192.0.2.1").bytes());
        assertEquals(
                List.of("1 10.1.0.9 192.0.2.2 - 3 pid 900 errno 0", "6 10.1.0.9 192.0.2.2 - 0 pid 900 errno 0"), heard(other));
    }

    @Test
    void refusedRedirectIsHeardOnceByEachOfTheOthers() {
        RoutingSocket sender = open();
        sender.send(RequestBytes.add().bytes());
        heard(sender);
        RoutingSocket other = open();
        assertEquals(Errno.EINVAL, refused(sender, redirect("192.0.2.77")).errno());
        String told = "6 10.1.0.9 192.0.2.2 - 0 pid 900 errno 22";
        assertEquals(List.of(told), heard(other));
        assertEquals(List.of(told, told), heard(sender), "what everybody hears, and the answer");
    }

    @Test
    void missIsHeardByWhoIsThereNow() {
        RoutingSocket inet = open(Family.INET, false);
        RoutingSocket inet6 = open(Family.INET6, false);
        RoutingSocket deaf = open();
        deaf.setOption(RouteFilterOption.ROUTE_MSGFILTER, 1 << RequestBytes.ADD);
        kernel.resolve(DRIVER, RtTable.MAIN, IpAddress.parse("198.51.100.1"));
        assertEquals(List.of("7 198.51.100.1 - - 0 pid 0 errno 0"), heard(inet));
        assertEquals(List.of(), heard(inet6));
        assertEquals(List.of(), heard(deaf));
        assertEquals(List.of(), heard(open()));
    }

    @Test
    void optionIsSetByAMessageAndFiltersTheRepliesToOthers() {
        RoutingSocket sender = open();
        RoutingSocket other = open();
        other.send(CallBytes.setsockopt(17, 1, 1 << RequestBytes.GET));
        assertEquals(128, messages(other).getFirst().type());
        assertEquals(Errno.ENETUNREACH, refused(sender, RequestBytes.add().gateway(RequestBytes.in("198.51.100.1"))).errno());
        sender.send(RequestBytes.add().bytes());
        assertEquals(List.of(), heard(other));
        sender.send(new RequestBytes(RequestBytes.GET).dst(RequestBytes.in("10.1.2.3")).bytes());
        assertEquals(List.of("4 10.1.0.0 192.0.2.1 255.255.0.0 3 pid 900 errno 0"), heard(other));
    }

    @Test
    void dumpOnASocketIsWhatSysctlGives() {
        RoutingSocket sender = open();
        for (int i = 0; i < 2_000; i++) {
            sender.send(host(RequestBytes.ADD, i));
            heard(sender);
        }
        for (int[] name : new int[][] {{1, 0}, {1, 0, RtTable.MAIN}, {2, 0x4}, {3, 0}, {4, 0}, {5, 3}}) {
            ByteBuffer all = ByteBuffer.allocate(1 << 20);
            domain.sysctl("pfroute", Family.INET, name, all::put);
            RoutingSocket reader = open();
            reader.send(CallBytes.sysctl(2, name));
            ByteBuffer answer = ByteBuffer.allocate(1 << 20);
            while (reader.receive(target.clear()) > 0) {
                answer.put(target.flip());
            }
            int end = CallBytes.sysctl(2, name).remaining();
            assertEquals(all.flip(), answer.duplicate().flip().limit(answer.position() - end));
            assertEquals(CallBytes.sysctl(2, name), answer.flip().position(answer.limit() - end));
            assertTrue(all.limit() > (name[0] <= 2 ? 2_000 * 200 : 20), "something was dumped");
        }
        assertEquals(
                Errno.ENOENT,
                assertThrows(RoutingException.class, () -> domain.sysctl("pfroute", null, new int[] {1, 0, 77}, _ -> {})).errno());
    }

    @Test
    void shutdownByAMessage() {
        RoutingSocket socket = open();
        socket.send(CallBytes.shutdown());
        assertEquals(130, messages(socket).getFirst().type());
        assertEquals(Errno.ESHUTDOWN, refused(socket, RequestBytes.add()).errno());
    }
}
