// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Prefix;

/// Reads the fields of a payload, one after the other. Reusable: [#reset] points it at the next one.
///
/// Whatever the bytes are, the only thing thrown is EINVAL with the place in the payload; nothing is read outside it.
public final class FieldReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NOTHING;
    private int start;
    private int position;
    private int end;

    /// Points the reader at bytes `offset` to `offset + length` of a little-endian buffer, which must hold them.
    public FieldReader reset(ByteBuffer source, int offset, int length) {
        if (offset < 0 || length < 0 || offset > source.limit() - length) {
            throw new IndexOutOfBoundsException("payload " + offset + " + " + length + " of " + source.limit());
        }
        buffer = source;
        start = offset;
        position = offset;
        end = offset + length;
        return this;
    }

    /// Points the reader at the payload of the frame at an offset.
    public FieldReader resetToFrame(ByteBuffer source, int offset) {
        return reset(source, Frame.payloadOffset(source, offset), Frame.payloadLength(source, offset));
    }

    /// Bytes not read yet.
    public int remaining() {
        return end - position;
    }

    public int u8() {
        return buffer.get(take(1)) & 0xff;
    }

    public int u16() {
        return buffer.getShort(take(2)) & 0xffff;
    }

    /// 0 to 2^32 - 1.
    public long u32() {
        return buffer.getInt(take(4)) & 0xffff_ffffL;
    }

    public long u64() {
        return buffer.getLong(take(8));
    }

    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw malformed("boolean is " + value + ", neither 0 nor 1");
        }
        return value == 1;
    }

    public String text() {
        return new String(bytes(u16()), StandardCharsets.UTF_8);
    }

    public MacAddress mac() {
        int length = u8();
        if (length > 8) {
            throw malformed("link-layer address of " + length + " bytes is longer than 8");
        }
        return MacAddress.ofBytes(bytes(length), 0, length);
    }

    /// Steps over a text.
    public void skipText() {
        take(u16());
    }

    /// Steps over an address that may be missing.
    public void skipAddress() {
        take(addressLength());
    }

    /// Bits 0 to 63 of an address that must be there, of a family that is known; for inet6 the rest is left to
    /// [#addressLow].
    public long addressHigh(Family family) {
        int length = addressLength();
        if (length != family.bytes()) {
            throw malformed("address of " + length + " bytes is not of family " + family.word());
        }
        return switch (family) {
            case INET -> (long) Integer.reverseBytes(buffer.getInt(take(4))) << 32;
            case INET6 -> Long.reverseBytes(u64());
        };
    }

    /// Bits 64 to 127 of the address whose [#addressHigh] was just read.
    public long addressLow(Family family) {
        return switch (family) {
            case INET -> 0;
            case INET6 -> Long.reverseBytes(u64());
        };
    }

    private int addressLength() {
        int length = u8();
        if (length != 0 && length != 4 && length != 16) {
            throw malformed("address of " + length + " bytes is neither 4 nor 16");
        }
        return length;
    }

    public @Nullable IpAddress address() {
        int length = addressLength();
        return length == 0 ? null : IpAddress.ofBytes(bytes(length));
    }

    /// An address that must be there.
    public IpAddress requiredAddress() {
        IpAddress address = address();
        if (address == null) {
            throw malformed("address is missing");
        }
        return address;
    }

    public @Nullable Prefix prefix() {
        int length = u8();
        IpAddress address = address();
        return address == null ? null : new Prefix(address, length);
    }

    /// A prefix that must be there.
    public Prefix requiredPrefix() {
        Prefix prefix = prefix();
        if (prefix == null) {
            throw malformed("prefix is missing");
        }
        return prefix;
    }

    /// @throws RoutingException EINVAL with the message and the place when the condition does not hold
    public void require(boolean condition, String message) {
        if (!condition) {
            throw malformed(message);
        }
    }

    /// A number that is the same for the same bytes that are left.
    int hashOfRest() {
        int hash = 0;
        int at = position;
        for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
            hash = 31 * hash + buffer.getInt(at);
        }
        for (; at < end; at++) {
            hash = 31 * hash + buffer.get(at);
        }
        return hash;
    }

    /// Whether the bytes that are left are these.
    boolean restEquals(ByteBuffer bytes) {
        int length = bytes.capacity();
        if (length != end - position) {
            return false;
        }
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (bytes.getLong(at) != buffer.getLong(position + at)) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (bytes.get(at) != buffer.get(position + at)) {
                return false;
            }
        }
        return true;
    }

    /// A copy of the bytes that are left.
    ByteBuffer copyOfRest() {
        return ByteBuffer.allocate(remaining()).order(buffer.order()).put(0, buffer, position, remaining());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        buffer.get(take(count), bytes);
        return bytes;
    }

    private int take(int count) {
        if (count > end - position) {
            throw malformed("field of " + count + " bytes reaches beyond the payload");
        }
        int taken = position;
        position += count;
        return taken;
    }

    private RoutingException malformed(String message) {
        return new RoutingException(Errno.EINVAL, message + " (byte " + (position - start) + " of the payload)");
    }
}
