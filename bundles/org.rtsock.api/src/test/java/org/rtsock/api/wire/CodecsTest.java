// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;

class CodecsTest {
    private static final List<ObjectCodec<?>> CODECS = List.of(
            new IfdCodec(), new IflCodec(), new IffCodec(), new IfaCodec(), new RtTableCodec(), new RouteCodec());

    private static final Route MULTIPATH = new Route(
            new Route.Key(0xffff_fffe, Prefix.parse("10.0.0.0/8"), -1, 16, null, 0x4000_0001),
            RouteProtocol.STATIC,
            RouteType.UNICAST,
            List.of(
                    new Nexthop(IpAddress.parse("192.0.2.1"), 2, "eth0", 256),
                    new Nexthop(IpAddress.parse("fe80::1"), 3, "eth1", 1)),
            RouteState.FAILED,
            Errno.ENETUNREACH);

    private static final Route FROM_SOURCE = new Route(
            new Route.Key(254, Prefix.parse("2001:db8::/32"), 1024, 0, Prefix.parse("2001:db8:1::/48"), 0),
            RouteProtocol.KERNEL,
            RouteType.BLACKHOLE,
            List.of(),
            RouteState.PROGRAMMED,
            null);

    @Test
    void everyObjectReadsBack() {
        roundTrip(new IfdCodec(), new Ifd(2, "eth0", new MacAddress(0x02fc00000001L, 6), 1400, true, false, "ether"));
        roundTrip(new IfdCodec(), new Ifd(1, "grün", MacAddress.NONE, 65_536, false, true, "loopback"));
        roundTrip(new IflCodec(), new Ifl(2, "eth0.0", 2, 0, true));
        roundTrip(new IffCodec(), new Iff(2, Family.INET6, 1280));
        roundTrip(new IfaCodec(), new Ifa(2, IpAddress.parse("192.0.2.1"), Prefix.parse("192.0.2.0/24"), IpAddress.parse("192.0.2.255"), null));
        roundTrip(new IfaCodec(), new Ifa(2, IpAddress.parse("fe80::1"), Prefix.parse("fe80::2/128"), null, IpAddress.parse("fe80::2")));
        roundTrip(new RtTableCodec(), new RtTable(0xffff_ffff, "far", Family.INET6));
        roundTrip(new RouteCodec(), MULTIPATH);
        roundTrip(new RouteCodec(), FROM_SOURCE);
    }

    @Test
    void bytesOfAnAddressAreThoseOfTheDocument() {
        FieldWriter out = new FieldWriter();
        new IfaCodec().encode(new Ifa(7, IpAddress.parse("192.0.2.1"), Prefix.parse("192.0.2.0/24"), IpAddress.parse("192.0.2.255"), null), out);
        assertEquals("07000000" + "02" + "04c0000201" + "1804c0000200" + "04c00002ff" + "00", hex(out));
    }

    @Test
    void headerIsThatOfTheDocument() {
        ByteBuffer buffer = ByteBuffer.allocate(64).order(Frame.ORDER);
        int length = Frame.putHeader(buffer, 0, org.rtsock.api.message.Operation.CHANGE, 5, Frame.FLAG_MORE, 0, 3);
        Frame.putCause(buffer, 0, new org.rtsock.api.Cause.Driver("netlink"));
        buffer.putLong(Frame.KERNEL_VERSION_OFFSET, 0x0102).putLong(Frame.BORN_OFFSET, 7);
        assertEquals(56, length);
        assertEquals(
                "38000000" + "01030500" + "18000000" + "30000300" + "00000000" + "00000000" + "0201000000000000" + "0700000000000000"
                        + "6e65746c696e6b00",
                HexFormat.of().formatHex(buffer.array(), 0, 48));
        assertEquals(new org.rtsock.api.Cause.Driver("netlink"), Frame.cause(buffer, 0));
    }

    @Test
    void descriptorsReadBack() {
        for (ObjectCodec<?> codec : CODECS) {
            FieldWriter out = new FieldWriter();
            codec.descriptor().write(out);
            assertEquals(codec.descriptor(), TypeDescriptor.read(reader(out)));
        }
    }

    @Test
    void filterLooksAtTableFamilyAndPrefix() {
        assertTrue(admits(Filter.NONE));
        assertTrue(admits(Filter.of(0xffff_fffe, Family.INET, Prefix.parse("10.0.0.0/8"))));
        assertTrue(admits(Filter.of(0, null, Prefix.all(Family.INET))));
        assertFalse(admits(Filter.of(254, null, null)));
        assertFalse(admits(Filter.of(0, Family.INET6, null)));
        assertFalse(admits(Filter.of(0, null, Prefix.parse("10.0.0.0/9"))));
        FieldWriter out = new FieldWriter();
        Filter filter = new Filter(254, Family.INET6, Prefix.parse("2001:db8::/32"), Set.of(RouteProtocol.STATIC, 186), 100);
        filter.write(out);
        assertEquals(filter, Filter.read(reader(out)));
    }

    @Test
    void filterLooksAtProtocolAndPriority() {
        assertTrue(admits(new Filter(0, null, null, Set.of(RouteProtocol.STATIC, 186), Filter.ANY_PRIORITY)));
        assertFalse(admits(new Filter(0, null, null, Set.of(186), Filter.ANY_PRIORITY)));
        assertFalse(admits(new Filter(0, null, null, Set.of(), 0x7fff_ffff)), "the route's priority is the largest unsigned number");
        assertTrue(admits(new Filter(254, Family.INET6, null, Set.of(RouteProtocol.KERNEL), 1024), FROM_SOURCE));
        assertFalse(admits(new Filter(254, Family.INET6, null, Set.of(RouteProtocol.KERNEL), 1023), FROM_SOURCE));
        assertFalse(admits(new Filter(254, Family.INET6, null, Set.of(RouteProtocol.STATIC), 1024), FROM_SOURCE));
        assertEquals(
                "protocol 256 is not 0 to 255",
                assertThrows(RoutingException.class, () -> new Filter(0, null, null, Set.of(256), 0)).getMessage());
    }

    @Test
    void routeAsNumbersHasTheSameBytes() {
        for (Route route : List.of(MULTIPATH, FROM_SOURCE)) {
            FieldWriter value = new FieldWriter();
            new RouteCodec().encode(route, value);
            FieldWriter numbers = new FieldWriter();
            new RouteCodec().encode(new RouteRow().set(route), numbers);
            assertEquals(hex(value), hex(numbers));
        }
    }

    @Test
    void whateverTheBytesDecodersOnlyRefuse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        FieldWriter valid = new FieldWriter();
        new RouteCodec().encode(MULTIPATH, valid);
        byte[] route = bytes(valid);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = random.nextBoolean() ? new byte[random.nextInt(80)] : route.clone();
            if (bytes.length != route.length) {
                random.nextBytes(bytes);
            } else {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            FieldReader in = new FieldReader();
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(Frame.ORDER);
            for (ObjectCodec<?> codec : CODECS) {
                try {
                    codec.decode(in.reset(buffer, 0, bytes.length));
                } catch (RoutingException e) {
                    refused++;
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes), e);
                }
            }
            try {
                TypeDescriptor.read(in.reset(buffer, 0, bytes.length));
            } catch (RoutingException e) {
                refused++;
            }
        }
        assertTrue(refused > 0);
    }

    private static boolean admits(Filter filter) {
        return admits(filter, MULTIPATH);
    }

    private static boolean admits(Filter filter, Route route) {
        FieldWriter out = new FieldWriter();
        new RouteCodec().encode(route, out);
        return new RouteCodec().admits(filter, reader(out));
    }

    private static <T extends RoutingObject> void roundTrip(ObjectCodec<T> codec, T object) {
        FieldWriter out = new FieldWriter();
        codec.encode(object, out);
        FieldReader in = reader(out);
        assertEquals(object, codec.decode(in));
        assertEquals(0, in.remaining());
    }

    private static FieldReader reader(FieldWriter out) {
        byte[] bytes = bytes(out);
        return new FieldReader().reset(ByteBuffer.wrap(bytes).order(Frame.ORDER), 0, bytes.length);
    }

    private static byte[] bytes(FieldWriter out) {
        ByteBuffer copy = ByteBuffer.allocate(out.length());
        out.copyTo(copy, 0);
        return copy.array();
    }

    private static String hex(FieldWriter out) {
        return HexFormat.of().formatHex(bytes(out));
    }
}
