// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.wire.Frame;

/// What a peer says first, and what it is answered.
///
/// ```
///   peer:   "rtsock"   U8 version (1)   U8 address family (0 all, 2 inet, 10 inet6)   protocol, 8 bytes ASCII, zero padded
///   answer: "rtsock"   U16 errno, 0 when the socket is open
/// ```
record Preamble(String protocol, @Nullable Family family) {
    static final int LENGTH = 16;
    private static final byte[] MAGIC = "rtsock".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int VERSION_OFFSET = 6;
    private static final int FAMILY_OFFSET = 7;
    private static final int PROTOCOL_OFFSET = 8;

    /// @param bytes [#LENGTH] of them, from 0 on
    /// @throws RoutingException EINVAL, EPROTONOSUPPORT or EAFNOSUPPORT
    static Preamble read(ByteBuffer bytes) {
        if (!ByteBuffer.wrap(MAGIC).equals(bytes.slice(0, MAGIC.length))) {
            throw new RoutingException(Errno.EINVAL, "connection does not begin with 'rtsock'");
        }
        int version = bytes.get(VERSION_OFFSET) & 0xff;
        if (version != VERSION) {
            throw new RoutingException(Errno.EPROTONOSUPPORT, "preamble version " + version + " is not " + VERSION);
        }
        int family = bytes.get(FAMILY_OFFSET) & 0xff;
        long name = bytes.duplicate().order(Frame.ORDER).getLong(PROTOCOL_OFFSET);
        return new Preamble(Frame.unpackOrigin(name), family == 0 ? null : Family.ofNumber(family));
    }

    /// @param errno 0 when the socket is open
    static ByteBuffer answer(int errno) {
        return ByteBuffer.allocate(MAGIC.length + Short.BYTES)
                .order(Frame.ORDER)
                .put(MAGIC)
                .putShort((short) errno)
                .flip();
    }
}
