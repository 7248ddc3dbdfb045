// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.TypeDescriptor;

final class SampleCodecTest {
    private static final Sample INET = new Sample(IpAddress.parse("192.0.2.1"), 10);
    private static final Sample INET6 = new Sample(IpAddress.parse("2001:db8::1"), Integer.MAX_VALUE);

    private final SampleCodec codec = new SampleCodec();

    /// CHANGE: the bytes, by hand. Who changes them by mistake breaks readers that are in use.
    @Test
    void encodesTheFieldsInTheOrderOfTheDescriptor() {
        assertEquals("04c0000201" + "0a000000", HexFormat.of().formatHex(encode(INET)));
    }

    @Test
    void decodesWhatItEncodes() {
        assertEquals(INET.object(), codec.decode(reader(encode(INET))));
        assertEquals(INET6.object(), codec.decode(reader(encode(INET6))));
    }

    @Test
    void refusesWhatIsCutOff() {
        byte[] whole = encode(INET6);
        for (int length = 0; length < whole.length; length++) {
            FieldReader part = reader(Arrays.copyOf(whole, length));
            assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, () -> codec.decode(part)).errno());
        }
    }

    @Test
    void refusesAnObjectThatIsNotItsOwn() {
        ExtensionObject foreign = new ExtensionObject(INET.object().key(), new ExtensionObject.Body() {});
        assertThrows(RoutingException.class, () -> codec.encode(foreign, new FieldWriter()));
    }

    @Test
    void refusesANegativeWeight() {
        assertThrows(RoutingException.class, () -> new Sample(INET.address(), -1));
    }

    @Test
    void filtersByFamilyAndPrefix() {
        assertTrue(admits(Filter.NONE, INET) && admits(Filter.NONE, INET6));
        assertTrue(admits(Filter.of(0, Family.INET, null), INET));
        assertFalse(admits(Filter.of(0, Family.INET, null), INET6));
        assertTrue(admits(Filter.of(0, null, Prefix.parse("192.0.2.0/24")), INET));
        assertFalse(admits(Filter.of(0, null, Prefix.parse("192.0.3.0/24")), INET));
    }

    @Test
    void descriptorTravels() {
        FieldWriter out = new FieldWriter();
        codec.descriptor().write(out);
        assertEquals(codec.descriptor(), TypeDescriptor.read(reader(bytes(out))));
    }

    private boolean admits(Filter filter, Sample value) {
        return codec.admits(filter, reader(encode(value)));
    }

    private byte[] encode(Sample value) {
        FieldWriter out = new FieldWriter();
        codec.encode(value.object(), out);
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
}
