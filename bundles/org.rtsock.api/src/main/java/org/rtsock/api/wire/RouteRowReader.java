// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteRow;

/// Reads payloads of ROUTE into rows, for those who read a million of them: what stands behind the key is the same for most routes, so it is
/// decoded once and shared, and a route costs no object. One thread at a time.
public final class RouteRowReader {
    /// Enough for the next hops of a router with some hundred neighbours.
    private static final int SLOTS = 1024;
    /// Longer ones are not worth their memory.
    private static final int MAX_LENGTH = 512;

    private record Known(ByteBuffer bytes, RouteAttributes attributes) {}

    private final @Nullable Known[] known = new @Nullable Known[SLOTS];

    /// Reads a payload, or the fields of a route at the end of one.
    ///
    /// @throws org.rtsock.api.RoutingException EINVAL or EAFNOSUPPORT naming the field; the row is in no state then
    public void read(FieldReader in, RouteRow row) {
        long table = in.u32();
        Family family = Family.ofNumber(in.u8());
        int length = in.u8();
        long high = in.addressHigh(family);
        long low = in.addressLow(family);
        row.prefix(family, high, low, length).table((int) table).priority((int) in.u32());
        int tos = in.u8();
        row.apart(tos, in.prefix(), (int) in.u32()).attributes(attributes(in));
    }

    private RouteAttributes attributes(FieldReader in) {
        int hash = in.hashOfRest();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Known there = known[slot];
        if (there != null && in.restEquals(there.bytes)) {
            return there.attributes;
        }
        if (in.remaining() > MAX_LENGTH) {
            return RouteCodec.decodeAttributes(in);
        }
        ByteBuffer bytes = in.copyOfRest();
        RouteAttributes attributes = RouteCodec.decodeAttributes(in);
        known[slot] = new Known(bytes, attributes);
        return attributes;
    }
}
