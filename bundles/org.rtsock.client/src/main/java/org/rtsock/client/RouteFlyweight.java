// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;

/// A ROUTE payload read where it stands: no object is made for it. [#wrap] looks at all of it up to `errno`, and what it lets through the
/// other methods can read. They tell of that payload until the buffer has other bytes there. One thread.
///
/// ```
///   0            4         5                                       +4          +1    +2 or more
///  +------------+---------+---------------------+-----------------+-----------+-----+-------------------+
///  | U32 table  | family  | U8 length, ADDRESS  | U32 priority    | U8 tos    | source PREFIX           |
///  +------------+---------+---------------------+-----------------+-----------+-------------------------+
///  | U32 instance | U8 protocol | U8 type | U16 count of next hops | next hops | U8 state | U8 errno | ...
///  +--------------+-------------+---------+------------------------+-----------+----------+----------+
///   next hop:  ADDRESS gateway   U32 ifl   TEXT ifname   U16 weight
/// ```
public final class RouteFlyweight {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FAMILY = 4;
    private static final int LENGTH = 5;
    private static final int ADDRESS = 6;

    private ByteBuffer buffer = NOTHING;
    private int start;
    private int end;
    private Family family = Family.INET;
    private int afterAddress;
    private int instanceAt;
    private int nexthopsAt;
    private int stateAt;
    private int nexthops;
    /// Of the next hop under the cursor.
    private int nexthopAt;
    private int nexthopsLeft;

    /// Points at the payload of the present frame, of type ROUTE.
    ///
    /// @throws ProtocolException when it is no route
    public RouteFlyweight wrap(FrameReader frames) throws ProtocolException {
        return wrap(frames.buffer(), frames.payloadOffset(), frames.payloadLength());
    }

    /// Points at bytes of a little-endian buffer.
    ///
    /// @throws ProtocolException when they are no route
    public RouteFlyweight wrap(ByteBuffer source, int offset, int length) throws ProtocolException {
        buffer = source;
        start = offset;
        end = offset + length;
        require(length > ADDRESS, "it is too short");
        family = family(source.get(start + FAMILY));
        int address = source.get(start + ADDRESS);
        require(address == family.bytes(), "its prefix is not of its family");
        afterAddress = start + ADDRESS + 1 + address;
        require(afterAddress + 7 <= end, "it ends in its key");
        require(length() <= family.bits(), "its prefix is longer than an address");
        require((high() & ~Prefix.highMask(length())) == 0 && (low() & ~Prefix.lowMask(length())) == 0, "its prefix has host bits");
        instanceAt = afterAddress + 7 + addressLength(afterAddress + 6);
        require(instanceAt + 8 <= end, "it ends behind its key");
        nexthops = buffer.getShort(instanceAt + 6) & 0xffff;
        nexthopsAt = instanceAt + 8;
        stateAt = nexthopsAt;
        for (int i = 0; i < nexthops; i++) {
            stateAt = afterNexthop(stateAt);
        }
        require(stateAt + 2 <= end, "it ends before its state");
        return firstNexthop();
    }

    private static Family family(int number) throws ProtocolException {
        return switch (number) {
            case 2 -> Family.INET;
            case 10 -> Family.INET6;
            default -> throw new ProtocolException("the appliance sent a route of family " + number);
        };
    }

    private int afterNexthop(int at) throws ProtocolException {
        require(at < end, "it ends in its next hops");
        int afterIfl = at + 1 + addressLength(at) + 4;
        require(afterIfl + 2 <= end, "it ends in its next hops");
        int after = afterIfl + 2 + (buffer.getShort(afterIfl) & 0xffff) + 2;
        require(after <= end, "it ends in its next hops");
        return after;
    }

    private int addressLength(int at) throws ProtocolException {
        int length = buffer.get(at);
        require(length == 0 || length == 4 || length == 16, "an address has neither 4 nor 16 bytes");
        return length;
    }

    /// @param otherwise a constant: a text that is put together would be made for each route
    private static void require(boolean condition, String otherwise) throws ProtocolException {
        if (!condition) {
            throw new ProtocolException("the appliance sent a route that makes no sense: " + otherwise);
        }
    }

    /// Table id, unsigned.
    public int table() {
        return buffer.getInt(start);
    }

    public Family family() {
        return family;
    }

    /// Bits 0 to 63 of the prefix, see [org.rtsock.api.message.IpAddress].
    public long high() {
        return high(start + ADDRESS);
    }

    /// Bits 64 to 127.
    public long low() {
        return low(start + ADDRESS);
    }

    /// Prefix length, 0 to 32 or 128.
    public int length() {
        return buffer.get(start + LENGTH) & 0xff;
    }

    /// Unsigned; lower is preferred.
    public int priority() {
        return buffer.getInt(afterAddress);
    }

    /// IPv4 type of service that the route is for, 0 for all.
    public int tos() {
        return buffer.get(afterAddress + 4) & 0xff;
    }

    /// Whether it is for a source prefix only.
    public boolean hasSource() {
        return buffer.get(afterAddress + 6) != 0;
    }

    public int sourceLength() {
        return buffer.get(afterAddress + 5) & 0xff;
    }

    public long sourceHigh() {
        return high(afterAddress + 6);
    }

    public long sourceLow() {
        return low(afterAddress + 6);
    }

    public int instance() {
        return buffer.getInt(instanceAt);
    }

    /// Who made it, see [org.rtsock.api.message.RouteProtocol].
    public int protocol() {
        return buffer.get(instanceAt + 4) & 0xff;
    }

    /// Number of the [org.rtsock.api.message.RouteType].
    public int kind() {
        return buffer.get(instanceAt + 5) & 0xff;
    }

    /// Number of the [org.rtsock.api.message.RouteState].
    public int state() {
        return buffer.get(stateAt) & 0xff;
    }

    /// The host's answer when the state is failed, else 0.
    public int errno() {
        return buffer.get(stateAt + 1) & 0xff;
    }

    public int nexthops() {
        return nexthops;
    }

    /// Puts the cursor over next hops before the first one, where [#wrap] leaves it.
    public RouteFlyweight firstNexthop() {
        nexthopAt = -1;
        nexthopsLeft = nexthops;
        return this;
    }

    /// Steps to the next next hop.
    ///
    /// @return false at the end
    public boolean nextNexthop() {
        if (nexthopsLeft == 0) {
            return false;
        }
        nexthopsLeft--;
        nexthopAt = nexthopAt < 0 ? nexthopsAt : weightAt() + 2;
        return true;
    }

    /// Family of the gateway; null when the destination is on the link.
    public @Nullable Family gatewayFamily() {
        return switch (buffer.get(nexthopAt)) {
            case 0 -> null;
            case 4 -> Family.INET;
            default -> Family.INET6;
        };
    }

    /// Bits 0 to 63 of the gateway, 0 without one.
    public long gatewayHigh() {
        return high(nexthopAt);
    }

    public long gatewayLow() {
        return low(nexthopAt);
    }

    /// Index of the logical interface.
    public int ifl() {
        return buffer.getInt(iflAt());
    }

    /// 1 to 256.
    public int weight() {
        return buffer.getShort(weightAt()) & 0xffff;
    }

    private int iflAt() {
        return nexthopAt + 1 + buffer.get(nexthopAt);
    }

    private int weightAt() {
        int name = iflAt() + 4;
        return name + 2 + (buffer.getShort(name) & 0xffff);
    }

    /// @param at where the length of the address stands
    private long high(int at) {
        return switch (buffer.get(at)) {
            case 0 -> 0;
            case 4 -> (long) Integer.reverseBytes(buffer.getInt(at + 1)) << 32;
            default -> Long.reverseBytes(buffer.getLong(at + 1));
        };
    }

    private long low(int at) {
        return buffer.get(at) == 16 ? Long.reverseBytes(buffer.getLong(at + 9)) : 0;
    }
}
