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

/// Writes the fields of a payload, one after the other, into a buffer that is reused from frame to frame.
///
/// Each method is one [FieldKind]; it returns the writer, and throws EMSGSIZE when the payload would pass [Frame#MAX_PAYLOAD].
public final class FieldWriter {
    /// Most payloads fit; there may be thousands of writers.
    private static final int FIRST_CAPACITY = 256;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_CAPACITY).order(Frame.ORDER);

    /// Forgets what was written.
    public FieldWriter reset() {
        buffer.clear();
        return this;
    }

    /// Bytes written since the last reset.
    public int length() {
        return buffer.position();
    }

    /// Copies what was written to an absolute offset of another buffer.
    public void copyTo(ByteBuffer target, int offset) {
        target.put(offset, buffer.array(), 0, buffer.position());
    }

    public FieldWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    public FieldWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    public FieldWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    public FieldWriter u64(long value) {
        room(8).putLong(value);
        return this;
    }

    public FieldWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    public FieldWriter text(String value) {
        return isAscii(value) ? ascii(value) : bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /// Nearly every name, without an array for it.
    private FieldWriter ascii(String value) {
        textLength(value.length());
        room(value.length());
        for (int i = 0; i < value.length(); i++) {
            buffer.put((byte) value.charAt(i));
        }
        return this;
    }

    private FieldWriter bytes(byte[] value) {
        textLength(value.length);
        room(value.length).put(value);
        return this;
    }

    private void textLength(int bytes) {
        if (bytes > Frame.MAX_PAYLOAD - 2) {
            throw new RoutingException(Errno.EMSGSIZE, "text of " + bytes + " bytes does not fit a frame");
        }
        u16(bytes);
    }

    public FieldWriter mac(MacAddress value) {
        u8(value.length());
        for (int i = value.length() - 1; i >= 0; i--) {
            u8((int) (value.bits() >>> (8 * i)));
        }
        return this;
    }

    public FieldWriter address(@Nullable IpAddress value) {
        return value == null ? u8(0) : address(value.family(), value.high(), value.low());
    }

    /// An address as numbers, see [IpAddress].
    public FieldWriter address(Family family, long high, long low) {
        u8(family.bytes());
        room(family.bytes());
        switch (family) {
            case INET -> buffer.putInt(Integer.reverseBytes((int) (high >>> 32)));
            case INET6 -> buffer.putLong(Long.reverseBytes(high)).putLong(Long.reverseBytes(low));
        }
        return this;
    }

    public FieldWriter prefix(@Nullable Prefix value) {
        return value == null ? u8(0).u8(0) : u8(value.length()).address(value.address());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            grow(buffer.position() + bytes);
        }
        return buffer;
    }

    private void grow(int bytes) {
        if (bytes > Frame.MAX_PAYLOAD) {
            throw new RoutingException(
                    Errno.EMSGSIZE, "payload of more than " + Frame.MAX_PAYLOAD + " bytes does not fit a frame");
        }
        int capacity = Math.min(Frame.MAX_PAYLOAD, Math.max(bytes, 2 * buffer.capacity()));
        buffer = ByteBuffer.allocate(capacity).order(Frame.ORDER).put(buffer.flip());
    }
}
