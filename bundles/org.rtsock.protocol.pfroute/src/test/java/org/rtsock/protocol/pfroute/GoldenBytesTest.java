// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteMetrics.Entry;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;

/// Messages byte by byte, as a FreeBSD machine of little-endian order has them. Written by hand.
class GoldenBytesTest {
    private static final String ZEROS = "00".repeat(256);

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @BeforeEach
    void attach() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the bytes below are little endian");
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private static String zeros(int bytes) {
        return ZEROS.substring(0, 2 * bytes);
    }

    private String told(ScriptedCut cut) {
        ByteBuffer target = ByteBuffer.allocate(4096);
        pfroute.input(pcb, cut).fill(target);
        return HexFormat.of().formatHex(target.array(), 0, target.position());
    }

    /// The rmx of a route of weight 1.
    private static String metrics() {
        return zeros(80) + "0100000000000000" + zeros(24); // locks .. pksent, weight, nhidx .. filler
    }

    @Test
    void routeThroughAGateway() {
        assertEquals(
                "c800" + "05" + "01" + "0300" + "0000" // msglen 200, version, RTM_ADD, index 3, spare
                        + "43080000" + "07000000" // UP GATEWAY DONE STATIC; DST GATEWAY NETMASK
                        + "1f000000" + "05000000" + "00000000" + "00000000" // pid 31, seq 5, errno, fmask
                        + "0000000000000000" + metrics() // inits, rmx
                        + "1002" + "0000" + "0a010000" + zeros(8) // DST 10.1.0.0
                        + "1002" + "0000" + "c0000201" + zeros(8) // GATEWAY 192.0.2.1
                        + "1002" + "0000" + "ffff0000" + zeros(8), // NETMASK 255.255.0.0
                told(new ScriptedCut().added(new RouteCodec(), Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3)))));
    }

    @Test
    void deletedHostRouteThroughALinkLocalGateway() {
        assertEquals(
                "d800" + "05" + "02" + "0700" + "0000" // msglen 216, version, RTM_DELETE, index 7
                        + "47080000" + "03000000" // UP GATEWAY HOST DONE STATIC; DST GATEWAY
                        + "1f000000" + "05000000" + "00000000" + "00000000"
                        + "0000000000000000" + metrics()
                        + "1c1c" + "0000" + "00000000" + "20010db8000000000000000000000001" + "00000000" + zeros(4) // DST
                        + "1c1c" + "0000" + "00000000" + "fe800000000000000000000000000001" + "07000000" + zeros(4), // scope 7
                told(new ScriptedCut()
                        .deleted(new RouteCodec(), Samples.route("2001:db8::1/128", Samples.via("fe80::1", 7)))));
    }

    @Test
    void routeOnALink() {
        assertEquals(
                "f000" + "05" + "01" + "0300" + "0000" // msglen 240
                        + "41080000" + "07000000" // UP DONE STATIC
                        + "1f000000" + "05000000" + "00000000" + "00000000"
                        + "0000000000000000" + metrics()
                        + "1002" + "0000" + "c0000200" + zeros(8) // DST 192.0.2.0
                        + "3612" + "0300" + "00" + "04" + "00" + "00" + "65746833" + zeros(42 + 2) // GATEWAY link 3 "eth3", padded to 56
                        + "1002" + "0000" + "ffffff00" + zeros(8),
                told(new ScriptedCut().added(new RouteCodec(), Samples.route("192.0.2.0/24", Samples.dev(3)))));
    }

    @Test
    void routeToNowhereLeadsToLoopback() {
        assertEquals(
                "c800" + "05" + "01" + "0000" + "0000" + "43180000" + "07000000" // UP GATEWAY DONE STATIC BLACKHOLE
                        + "1f000000" + "05000000" + "00000000" + "00000000"
                        + "0000000000000000" + metrics()
                        + "1002" + "0000" + "0a000000" + zeros(8)
                        + "1002" + "0000" + "7f000001" + zeros(8)
                        + "1002" + "0000" + "ff000000" + zeros(8),
                told(new ScriptedCut()
                        .added(new RouteCodec(), Samples.route(RtTable.MAIN, "10.0.0.0/8", 0, RouteType.BLACKHOLE))));
    }

    @Test
    void interfaceArrives() {
        assertEquals(
                "1800" + "05" + "11" + "0200" + "65746832" + zeros(12) + "0000" // IFANNOUNCE 24 bytes, index 2, "eth2", arrival
                        + "e000" + "05" + "0e" + "10000000" + "43800000" // IFINFO 224 bytes, IFP, UP BROADCAST RUNNING MULTICAST
                        + "0200" + "0000" // index, spare
                        + "06" + "00" + "06" + "0e" + "02" + "00" + "9800" // ether, addrlen 6, hdrlen 14, link up, datalen 152
                        + "dc050000" + "00000000" // mtu 1500, metric
                        + zeros(136) // baudrate .. lastchange
                        + "3612" + "0200" + "06" + "04" + "06" + "00" + "65746832" + "020000000002" + zeros(36 + 2), // IFP eth2, mac
                told(new ScriptedCut().added(new IfdCodec(), Samples.ifd(2, "eth2", "ether"))));
    }

    @Test
    void interfaceDeparts() {
        assertEquals(
                "1800" + "05" + "11" + "0200" + "65746832" + zeros(12) + "0100",
                told(new ScriptedCut().deleted(new IfdCodec(), Samples.ifd(2, "eth2", "ether"))));
    }

    @Test
    void addressComes() {
        assertEquals(
                "7c00" + "05" + "0c" + "b4000000" + "00000000" // NEWADDR 124 bytes, NETMASK IFP IFA BRD, flags
                        + "0200" + "0000" + "00000000" // index, spare, metric
                        + "1002" + "0000" + "ffffff00" + zeros(8) // NETMASK: at once behind the header of 20 bytes
                        + "3612" + "0200" + zeros(50 + 2) // IFP
                        + "1002" + "0000" + "c0000205" + zeros(8) // IFA
                        + "1002" + "0000" + "c00002ff" + zeros(8), // BRD
                told(new ScriptedCut()
                        .added(new IfaCodec(), Samples.ifa(2, "192.0.2.5", "192.0.2.0/24", "192.0.2.255", null))));
    }

    @Test
    void metricsAndTheirLocks() {
        Route route = Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3));
        RouteMetrics metrics = RouteMetrics.of(
                new Entry(RouteMetric.MTU, 1400, true),
                new Entry(RouteMetric.HOPCOUNT, 2, false),
                new Entry(RouteMetric.EXPIRE, 3, false),
                new Entry(RouteMetric.RECVPIPE, 4, false),
                new Entry(RouteMetric.SENDPIPE, 5, false),
                new Entry(RouteMetric.SSTHRESH, 6, false),
                new Entry(RouteMetric.RTT, 7, false),
                new Entry(RouteMetric.RTTVAR, 0x0102030405060708L, true));
        assertEquals(
                "c800" + "05" + "01" + "0300" + "0000"
                        + "43880000" + "07000000" // UP GATEWAY DONE STATIC PROTO1
                        + "1f000000" + "05000000" + "00000000" + "00000000"
                        + "0000000000000000" // inits
                        + "8100000000000000" // locks: MTU, RTTVAR
                        + "7805000000000000" + "0200000000000000" + "0300000000000000" // mtu 1400, hopcount, expire
                        + "0400000000000000" + "0500000000000000" + "0600000000000000" // recvpipe, sendpipe, ssthresh
                        + "0700000000000000" + "0807060504030201" + "0000000000000000" // rtt, rttvar, pksent
                        + "0100000000000000" + zeros(24) // weight, nhidx .. filler
                        + "1002" + "0000" + "0a010000" + zeros(8)
                        + "1002" + "0000" + "c0000201" + zeros(8)
                        + "1002" + "0000" + "ffff0000" + zeros(8),
                told(new ScriptedCut()
                        .added(
                                new RouteCodec(),
                                new Route(
                                        route.key(),
                                        route.attributes().withMetrics(metrics).withFlags(Set.of(RouteFlag.PROTO1))))));
    }

    @Test
    void redirectInForce() {
        assertEquals(
                "c800" + "05" + "06" + "0000" + "0000"
                        + "57000000" + "43000000" // UP GATEWAY HOST DYNAMIC DONE; DST GATEWAY AUTHOR
                        + "1f000000" + "05000000" + "00000000" + "00000000"
                        + zeros(120)
                        + "1002" + "0000" + "0a000001" + zeros(8)
                        + "1002" + "0000" + "c0000201" + zeros(8)
                        + "1002" + "0000" + "c0000202" + zeros(8),
                told(new ScriptedCut()
                        .added(new RedirectCodec(), Samples.redirect("10.0.0.1/32", "192.0.2.1", "192.0.2.2", false))));
    }

    @Test
    void missAndRefusedRedirect() {
        Cause cause = new Cause.Driver("netlink");
        assertEquals(
                "a800" + "05" + "07" + "0000" + "0000"
                        + "40000000" + "01000000" // DONE; DST
                        + zeros(136)
                        + "1002" + "0000" + "0a000001" + zeros(8),
                hex(pfroute.ctlinput(pcb, new RouteEvent.Miss(RtTable.MAIN, Prefix.parse("10.0.0.1/32"), cause))));
        assertEquals(
                "d800" + "05" + "06" + "0000" + "0000"
                        + "42000000" + "47000000" // GATEWAY DONE; DST GATEWAY NETMASK AUTHOR
                        + "00000000" + "00000000" + "41000000" // pid, seq, FreeBSD's EHOSTUNREACH 65
                        + zeros(124)
                        + "1002" + "0000" + "0a000000" + zeros(8)
                        + "1002" + "0000" + "c0000201" + zeros(8)
                        + "1002" + "0000" + "ff000000" + zeros(8)
                        + "1002" + "0000" + "c0000202" + zeros(8),
                hex(pfroute.ctlinput(
                        pcb,
                        new RouteEvent.RedirectRefused(
                                Samples.redirect("10.0.0.0/8", "192.0.2.1", "192.0.2.2", false), Errno.EHOSTUNREACH, cause))));
    }

    @Test
    void lossOfMessages() {
        assertEquals("9800" + "05" + "00" + zeros(20) + "37000000" + zeros(124), hex(pfroute.desync(pcb, 3)));
    }

    private static String hex(@Nullable ByteBuffer message) {
        assertNotNull(message);
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String dumped(ScriptedCut state, int... name) {
        pcb.domain().holds(() -> state);
        ByteBuffer all = ByteBuffer.allocate(4096);
        pfroute.sysctl(pcb.domain(), null, name, all::put);
        return hex(all.flip());
    }

    @Test
    void interfaceList() {
        ScriptedCut state = new ScriptedCut()
                .state(new IfdCodec(), Samples.ifd(2, "eth2", "ether"))
                .state(new IfaCodec(), Samples.ifa(2, "192.0.2.5", "192.0.2.0/24", null, null));
        assertEquals(
                "e000" + "05" + "0e" + "10000000" + "43800000" + "0200" + "0000" // IFINFO 224 bytes
                        + "06" + "00" + "06" + "0e" + "02" + "00" + "9800" + "dc050000" + "00000000" + zeros(136)
                        + "3612" + "0200" + "06" + "04" + "06" + "00" + "65746832" + "020000000002" + zeros(38)
                        + "3400" + "05" + "0c" + "24000000" + "00000000" + "0200" + "0000" + "00000000" // NEWADDR 52 bytes: NETMASK IFA
                        + "1002" + "0000" + "ffffff00" + zeros(8)
                        + "1002" + "0000" + "c0000205" + zeros(8),
                dumped(state, 3, 0));
    }

    @Test
    void interfaceListOfLongerHeaders() {
        ScriptedCut state = new ScriptedCut()
                .state(new IfdCodec(), Samples.ifd(2, "eth2", "ether"))
                .state(new IfaCodec(), Samples.ifa(2, "192.0.2.5", "192.0.2.0/24", null, null));
        assertEquals(
                "e800" + "05" + "0e" + "10000000" + "43800000" + "0200" + "0000" // IFINFO 232 bytes
                        + "b000" + "1800" + "00000000" // len 176, data at 24, spare
                        + "06" + "00" + "06" + "0e" + "02" + "00" + "9800" + "dc050000" + "00000000" + zeros(136)
                        + "3612" + "0200" + "06" + "04" + "06" + "00" + "65746832" + "020000000002" + zeros(38)
                        + "d000" + "05" + "0c" + "24000000" + "00000000" + "0200" + "0000" // NEWADDR 208 bytes
                        + "b000" + "1800" + "00000000" // len, data_off, metric
                        + zeros(6) + "9800" + zeros(144) // data
                        + "1002" + "0000" + "ffffff00" + zeros(8)
                        + "1002" + "0000" + "c0000205" + zeros(8),
                dumped(state, 5, 0));
    }

    @Test
    void statistics() {
        RtStats stats = new RtStats(
                new RtStats.Key(RtTable.MAIN, Family.INET, 4), 9, RtStats.Counts.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        assertEquals(
                "1800" + "05" + "83" + "06000000" + "04000000" + "05000000" + "07000000" + "08000000",
                dumped(new ScriptedCut().state(new RtStatsCodec(), stats), 4, 0));
    }

    @Test
    void callsOfTheSocketLayerAndTheirAnswers() {
        pfroute.output(pcb, bytes("1800" + "05" + "80" + "09000000" + "00000000" + "ffff0000" + "02100000" + "00000100"));
        assertEquals(
                "1800" + "05" + "80" + "09000000" + "00000000" + "ffff0000" + "02100000" + "00000100", // SO_RCVBUF 65536
                hex(Recorded.bytes(pcb)));
        try {
            pfroute.output(pcb, bytes("1800" + "05" + "80" + "0a000000" + "00000000" + "11000000" + "05000000" + "01000000"));
        } catch (RoutingException e) {
            assertEquals(Errno.ENOPROTOOPT, e.errno());
        }
        assertEquals(
                "1800" + "05" + "80" + "0a000000" + "2a000000" + "11000000" + "05000000" + "01000000", // FreeBSD's ENOPROTOOPT 42
                hex(Recorded.bytes(pcb)));
        pfroute.output(pcb, bytes("0c00" + "05" + "82" + "0b000000" + "00000000"));
        assertEquals("0c00" + "05" + "82" + "0b000000" + "00000000", hex(Recorded.bytes(pcb)));
        pcb.domain().holds(ScriptedCut::new);
        pfroute.output(pcb, bytes("1c00" + "05" + "81" + "0c000000" + "00000000" + "02000000" + "02000000" + "04000000" + "00000000"));
        ByteBuffer target = ByteBuffer.allocate(4096);
        pcb.answers().getFirst().fill(target);
        assertEquals(
                "1800" + "05" + "83" + zeros(20) // struct rtstat
                        + "1c00" + "05" + "81" + "0c000000" + "00000000" + "02000000" + "02000000" + "04000000" + "00000000",
                hex(target.flip()));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @Test
    void refusalIsTheRequestWithAnErrno() {
        pcb.kernel(request -> {
            throw new RoutingException(Errno.ENETUNREACH, "gateway 192.0.2.1 is on no connected network");
        });
        try {
            pfroute.output(pcb, RequestBytes.add().bytes());
        } catch (RoutingException e) {
            assertEquals(Errno.ENETUNREACH, e.errno());
        }
        assertEquals(
                "c800" + "05" + "01" + "0000" + "0000" + "03080000" + "07000000" // as asked
                        + "92100000" + "4d000000" + "33000000" + "00000000" // pid 4242, seq 77, FreeBSD's ENETUNREACH 51
                        + "0000000000000000" + zeros(112)
                        + "1002" + "0000" + "0a010000" + zeros(8)
                        + "1002" + "0000" + "c0000201" + zeros(8)
                        + "1002" + "0000" + "ffff0000" + zeros(8),
                HexFormat.of().formatHex(Recorded.bytes(pcb).array()));
    }
}
