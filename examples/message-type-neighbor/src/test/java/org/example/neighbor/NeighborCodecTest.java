// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.TypeDescriptor;

final class NeighborCodecTest {
    private static final MacAddress MAC = new MacAddress(0x0200_0000_0001L, 6);
    private static final Neighbor INET =
            new Neighbor(7, IpAddress.parse("192.0.2.1"), MAC, NeighborState.REACHABLE, false, false);
    private static final Neighbor INET6 =
            new Neighbor(7, IpAddress.parse("2001:db8::1"), MacAddress.NONE, NeighborState.FAILED, true, true);

    private final NeighborCodec codec = new NeighborCodec();

    @Test
    void encodesTheFieldsInTheOrderOfTheDescriptor() {
        assertEquals("07000000" + "02" + "04c0000201" + "06020000000001" + "02" + "00" + "00", HexFormat.of().formatHex(encode(INET)));
    }

    @Test
    void decodesWhatItEncodes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            ExtensionObject object = random(random).object();
            assertEquals(object, codec.decode(reader(encode(object))), () -> "seed " + seed);
        }
    }

    @Test
    void optionalFieldsMayBeMissing() {
        byte[] whole = encode(INET);
        assertEquals(INET.object(), codec.decode(reader(Arrays.copyOf(whole, whole.length - 2))));
    }

    @Test
    void whateverTheBytesAreTheyAreAnObjectOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = encode(random(random));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                codec.decode(reader(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))));
            } catch (RoutingException e) {
                assertTrue(e.errno() == Errno.EINVAL || e.errno() == Errno.EAFNOSUPPORT, () -> "seed " + seed + ": " + e);
                refused++;
            }
        }
        assertTrue(refused > 1000, "seed " + seed);
    }

    @Test
    void descriptorTravels() {
        FieldWriter out = new FieldWriter();
        codec.descriptor().write(out);
        assertEquals(codec.descriptor(), TypeDescriptor.read(reader(bytes(out))));
    }

    @Test
    void rankIsBehindTheParentAndBeforeRoutes() {
        assertTrue(Neighbor.TYPE.compareTo(INET.parent().type()) > 0);
        assertTrue(Neighbor.TYPE.compareTo(MessageType.ROUTE) < 0);
    }

    @Test
    void filtersByFamilyAndPrefix() {
        assertTrue(admits(Filter.NONE, INET) && admits(Filter.NONE, INET6));
        assertTrue(admits(Filter.of(0, Family.INET, null), INET));
        assertFalse(admits(Filter.of(0, Family.INET, null), INET6));
        assertTrue(admits(Filter.of(0, null, Prefix.parse("192.0.2.0/24")), INET));
        assertFalse(admits(Filter.of(0, null, Prefix.parse("192.0.3.0/24")), INET));
        assertTrue(admits(Filter.of(0, null, Prefix.parse("2001:db8::/32")), INET6));
        assertFalse(admits(Filter.of(0, null, Prefix.parse("::/0")), INET));
        assertTrue(admits(Filter.of(254, null, null), INET), "a neighbor is in no table");
    }

    @Test
    void refusesAnObjectThatIsNotItsOwn() {
        ExtensionObject.Body foreign = new ExtensionObject.Body() {};
        ExtensionObject object = new ExtensionObject(INET.object().key(), foreign);
        RoutingException refused = assertThrows(RoutingException.class, () -> codec.encode(object, new FieldWriter()));
        assertTrue(refused.getMessage().contains("neighbor 192.0.2.1 on ifl 7"), refused::toString);
    }

    private boolean admits(Filter filter, Neighbor neighbor) {
        return codec.admits(filter, reader(encode(neighbor)));
    }

    private byte[] encode(Neighbor neighbor) {
        return encode(neighbor.object());
    }

    private byte[] encode(ExtensionObject object) {
        FieldWriter out = new FieldWriter();
        codec.encode(object, out);
        return bytes(out);
    }

    private static byte[] bytes(FieldWriter out) {
        ByteBuffer copy = ByteBuffer.allocate(out.length());
        out.copyTo(copy, 0);
        return copy.array();
    }

    private static FieldReader reader(byte[] bytes) {
        return new FieldReader().reset(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, bytes.length);
    }

    private static Neighbor random(Random random) {
        IpAddress address = random.nextBoolean()
                ? new IpAddress(Family.INET, (long) random.nextInt() << 32, 0)
                : new IpAddress(Family.INET6, random.nextLong(), random.nextLong());
        int length = random.nextInt(9);
        byte[] mac = new byte[length];
        random.nextBytes(mac);
        NeighborState[] states = NeighborState.values();
        return new Neighbor(
                random.nextInt(1, Integer.MAX_VALUE),
                address,
                MacAddress.ofBytes(mac, 0, length),
                states[random.nextInt(states.length)],
                random.nextBoolean(),
                random.nextBoolean());
    }
}
