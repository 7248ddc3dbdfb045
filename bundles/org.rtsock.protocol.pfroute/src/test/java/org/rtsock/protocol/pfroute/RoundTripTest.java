// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;

/// Random objects to bytes, and by the independent decoder back to the same values.
class RoundTripTest {
    private static final int OBJECTS = 5_000;

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();
    private final ByteBuffer target = ByteBuffer.allocate(64 * 1024);
    private final Random random = new Random();

    @BeforeEach
    void attach() {
        long seed = Long.getLong("rtsock.pfroute.seed", System.nanoTime());
        System.out.println("RoundTripTest seed " + seed);
        random.setSeed(seed);
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private List<Decoded> told(ScriptedCut cut) {
        pfroute.input(pcb, cut).fill(target.clear());
        return Decoded.all(target.flip());
    }

    @Test
    void routes() {
        for (int i = 0; i < OBJECTS; i++) {
            Route route = route();
            List<Decoded> messages = told(new ScriptedCut().added(new RouteCodec(), route));
            assertEquals(route.nexthops().size(), messages.size());
            for (int path = 0; path < messages.size(); path++) {
                compare(route, route.nexthops().get(path), messages.get(path));
            }
        }
    }

    private static void compare(Route route, Nexthop nexthop, Decoded message) {
        Prefix prefix = route.key().prefix();
        boolean host = prefix.length() == prefix.family().bits();
        IpAddress gateway = nexthop.gateway();
        assertEquals(1, message.type());
        assertEquals(nexthop.ifl(), message.number("index"));
        assertEquals(
                0x41
                        | (gateway == null ? 0 : 0x2)
                        | (host ? 0x4 : 0)
                        | (route.protocol() == 4 ? 0x800 : 0)
                        | (route.flags().contains(RouteFlag.DYNAMIC) ? 0x10 : 0)
                        | (route.flags().contains(RouteFlag.MODIFIED) ? 0x20 : 0)
                        | (route.flags().contains(RouteFlag.XRESOLVE) ? 0x200 : 0)
                        | (route.flags().contains(RouteFlag.PROTO1) ? 0x8000 : 0)
                        | (route.flags().contains(RouteFlag.PROTO2) ? 0x4000 : 0)
                        | (route.flags().contains(RouteFlag.PROTO3) ? 0x40000 : 0),
                message.number("flags"));
        assertEquals(nexthop.weight(), message.number("weight"));
        long locks = 0;
        String[] names = {"mtu", "hopcount", "expire", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar"};
        for (int i = 0; i < names.length; i++) {
            RouteMetric metric = RouteMetric.values()[i];
            assertEquals(route.metrics().value(metric), message.number(names[i]), names[i]);
            locks |= route.metrics().locked(metric) ? 1L << i : 0;
        }
        assertEquals(locks, message.number("locks"));
        assertEquals(prefix.address().toString(), canonical(message.text("DST")));
        assertEquals(host ? "-" : mask(prefix.family(), prefix.length()), canonical(message.text("NETMASK")));
        Decoded.Address way = message.addresses().get("GATEWAY");
        assertNotNull(way);
        if (gateway == null) {
            assertEquals(new Decoded.Address(54, 18, nexthop.ifname(), nexthop.ifl(), ""), way);
        } else {
            assertEquals(gateway.toString(), canonical(way.text()));
            boolean linkLocal = gateway.family() == Family.INET6 && gateway.toString().startsWith("fe80:");
            assertEquals(linkLocal ? nexthop.ifl() : 0, way.index());
            assertEquals(gateway.family() == Family.INET ? 16 : 28, way.len());
        }
    }

    @Test
    void addresses() {
        for (int i = 0; i < OBJECTS; i++) {
            IpAddress local = address(random.nextBoolean() ? Family.INET : Family.INET6);
            int length = random.nextInt(local.family().bits() + 1);
            IpAddress broadcast = local.family() == Family.INET && random.nextBoolean() ? address(Family.INET) : null;
            IpAddress peer = random.nextInt(4) == 0 ? address(local.family()) : null;
            Ifa ifa = new Ifa(1 + random.nextInt(65_535), local, Prefix.containing(local, length), broadcast, peer);
            Decoded message = told(new ScriptedCut().added(new IfaCodec(), ifa)).getFirst();
            assertEquals(12, message.type());
            assertEquals(ifa.ifl(), message.number("index"));
            assertEquals(local.toString(), canonical(message.text("IFA")));
            assertEquals(mask(local.family(), length), canonical(message.text("NETMASK")));
            assertEquals(new Decoded.Address(54, 18, "", ifa.ifl(), ""), message.addresses().get("IFP"));
            IpAddress other = peer != null ? peer : broadcast;
            assertEquals(other == null ? "-" : other.toString(), canonical(message.text("BRD")));
        }
    }

    @Test
    void devices() {
        for (int i = 0; i < OBJECTS; i++) {
            byte[] mac = new byte[random.nextInt(9)];
            random.nextBytes(mac);
            Ifd ifd = new Ifd(
                    1 + random.nextInt(65_535),
                    name(),
                    MacAddress.ofBytes(mac, 0, mac.length),
                    random.nextInt(65_536),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    "veth");
            List<Decoded> messages = told(new ScriptedCut().added(new IfdCodec(), ifd));
            Decoded announce = messages.getFirst();
            assertEquals(17, announce.type());
            assertEquals(ifd.index(), announce.number("index"));
            assertEquals(ifd.name(), announce.name());
            assertEquals(0, announce.number("what"));
            Decoded info = messages.getLast();
            assertEquals(14, info.type());
            assertEquals(ifd.index(), info.number("index"));
            assertEquals(ifd.mtu(), info.number("mtu"));
            assertEquals(ifd.up() ? 1 : 0, info.number("flags") & 0x1);
            assertEquals(ifd.running() ? 0x40 : 0, info.number("flags") & 0x40);
            assertEquals(152, info.number("datalen"));
            Decoded.Address ifp = info.addresses().get("IFP");
            assertNotNull(ifp);
            assertEquals(ifd.name(), ifp.text());
            assertEquals(ifd.mac().toString(), ifp.mac());
            assertEquals(ifd.index(), ifp.index());
        }
    }

    @Test
    void nothingIsWrittenWhereNothingIsKnown() {
        told(new ScriptedCut().added(new RouteCodec(), Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3))));
        assertArrayEquals(
                new String[] {"msglen", "version", "type", "index", "flags", "addrs", "pid", "seq", "weight"},
                Layout.RT_MSGHDR.used(target, 0));
        told(new ScriptedCut().added(new IfaCodec(), Samples.ifa(2, "192.0.2.5", "192.0.2.0/24", null, null)));
        assertArrayEquals(new String[] {"msglen", "version", "type", "addrs", "index"}, Layout.IFA_MSGHDR.used(target, 0));
        told(new ScriptedCut().changed(new IfdCodec(), Samples.ifd(2, "eth2", "ether")));
        assertArrayEquals(
                new String[] {
                    "msglen", "version", "type", "addrs", "flags", "index", "ifi_type", "addrlen", "hdrlen", "link_state", "datalen", "mtu"
                },
                Layout.IF_MSGHDR.used(target, 0));
    }

    private Route route() {
        Family family = random.nextBoolean() ? Family.INET : Family.INET6;
        Prefix prefix = Prefix.containing(address(family), random.nextInt(family.bits() + 1));
        List<Nexthop> nexthops = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            nexthops.add(new Nexthop(
                    random.nextInt(4) == 0 ? null : address(random.nextInt(8) == 0 ? Family.INET6 : family),
                    1 + random.nextInt(65_535),
                    name(),
                    1 + random.nextInt(256)));
        }
        return new Route(
                Route.Key.of(RtTable.MAIN, prefix, random.nextInt(64)),
                new RouteAttributes(
                        random.nextBoolean() ? 4 : random.nextInt(256),
                        RouteType.UNICAST,
                        nexthops,
                        random.nextBoolean() ? RouteState.STORED : RouteState.PROGRAMMED,
                        null,
                        metrics(),
                        flags()));
    }

    private RouteMetrics metrics() {
        List<RouteMetrics.Entry> entries = new ArrayList<>();
        for (RouteMetric metric : RouteMetric.values()) {
            if (random.nextInt(4) == 0) {
                entries.add(new RouteMetrics.Entry(metric, random.nextLong() >>> 1, random.nextBoolean()));
            }
        }
        return new RouteMetrics(entries);
    }

    private Set<RouteFlag> flags() {
        Set<RouteFlag> flags = EnumSet.noneOf(RouteFlag.class);
        for (RouteFlag flag : RouteFlag.values()) {
            if (random.nextInt(6) == 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    @Test
    void redirects() {
        for (int i = 0; i < OBJECTS; i++) {
            Family family = random.nextBoolean() ? Family.INET : Family.INET6;
            int length = random.nextBoolean() ? family.bits() : random.nextInt(family.bits() + 1);
            Prefix destination = Prefix.containing(address(family), length);
            Redirect redirect = new Redirect(
                    new Redirect.Key(RtTable.MAIN, destination), address(family), address(family), random.nextBoolean());
            Decoded message = told(new ScriptedCut().added(new RedirectCodec(), redirect)).getFirst();
            boolean host = length == family.bits();
            assertEquals(6, message.type());
            assertEquals(0x43 | (host ? 0x4 : 0) | (redirect.modified() ? 0x20 : 0x10), message.number("flags"));
            assertEquals(destination.address().toString(), canonical(message.text("DST")));
            assertEquals(redirect.gateway().toString(), canonical(message.text("GATEWAY")));
            assertEquals(redirect.author().toString(), canonical(message.text("AUTHOR")));
            assertEquals(host ? "-" : mask(family, length), canonical(message.text("NETMASK")));
        }
    }

    private IpAddress address(Family family) {
        byte[] bytes = new byte[family.bytes()];
        random.nextBytes(bytes);
        if (family == Family.INET6) {
            bytes[0] = 0x20;
            if (random.nextInt(4) == 0) {
                System.arraycopy(new byte[] {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0}, 0, bytes, 0, 8);
            }
        }
        return IpAddress.ofBytes(bytes);
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(15); i > 0; i--) {
            name.append((char) ('a' + random.nextInt(26)));
        }
        return name.toString();
    }

    /// By shifting, not by the tables of the code that is tested.
    private static String mask(Family family, int length) {
        byte[] bytes = new byte[family.bytes()];
        for (int i = 0; i < length; i++) {
            bytes[i / 8] |= (byte) (0x80 >> i % 8);
        }
        return IpAddress.ofBytes(bytes).toString();
    }

    private static String canonical(String text) {
        try {
            return text.equals("-") ? text : IpAddress.ofBytes(InetAddress.getByName(text).getAddress()).toString();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
