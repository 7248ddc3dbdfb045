// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.rtsock.api.wire.Frame;

/// Checks a stream of numbered changes: change `n` sets route `n mod routes`, in commits of so many, so its number follows from version and
/// route, and its gateway from the round. Each may come once; those of the last round must.
final class ChangeTally implements Tally {
    private final int routes;
    private final int batch;
    private final BitSet seen;
    /// The version before the first numbered change. Set while nothing is heard.
    private volatile long base = Long.MAX_VALUE;

    private long deliveries;
    private long newest;

    ChangeTally(int routes, int batch, int changes) {
        this.routes = routes;
        this.batch = batch;
        seen = new BitSet(changes);
    }

    /// From here on changes are numbered; what comes with this version or before is not looked at.
    void begin(long version) {
        base = version;
    }

    @Override
    public void reset() {
        throw new AssertionError("a listener that reads all the time was reset");
    }

    @Override
    public void value(ByteBuffer buffer, int offset, long from) {
        int route = NumberedRoutes.number(RouteRecord.address(buffer, offset));
        long version = Frame.kernelVersion(buffer, offset);
        newest = Math.max(newest, version);
        if (version <= base) {
            return;
        }
        int first = Math.toIntExact((version - base - 1) * batch);
        int number = first + route % batch;
        if (number % routes != route || RouteRecord.gatewayByte(buffer, offset) != gatewayByte(number, routes) || seen.get(number)) {
            throw new AssertionError("change " + number + " of route " + route + " came twice or is not what was written");
        }
        seen.set(number);
        deliveries++;
    }

    /// The gateway byte that a change sets, which differs from that of the round before.
    static int gatewayByte(int number, int routes) {
        return NumberedRoutes.gatewayByte(choice(number, routes));
    }

    /// The choice of gateway of a change.
    static int choice(int number, int routes) {
        return number / routes + 1;
    }

    @Override
    public void delete(ByteBuffer buffer, int offset) {
        throw new AssertionError("a route went, and nobody deleted one");
    }

    @Override
    public void mark(long version) {
        if (newest > version) {
            throw new AssertionError("a record of version " + newest + " stood before the mark of " + version);
        }
    }

    /// @throws AssertionError when the last value of a route is missing
    void verify(int changes) {
        int from = Math.max(0, changes - routes);
        int missing = seen.nextClearBit(from);
        if (missing < changes) {
            throw new AssertionError("change " + missing + ", the newest of its route, was never delivered");
        }
    }

    long deliveries() {
        return deliveries;
    }
}
