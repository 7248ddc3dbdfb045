// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rtsock.api.wire.Frame;

/// Keeps which of the [NumberedRoutes] live, as told: a route that is added must not be there, one that changes or goes must be.
final class RouteTally implements Tally {
    private final long[] alive;
    private final int routes;
    private long deliveries;
    /// Of addresses and versions of the adds, so that what was read is what was written, not only as much.
    private long checksum;
    private long newest;
    private int living;
    private int deletesOfCut;
    private int mostDeletes;
    private int cutsWithDeletes;

    RouteTally(int routes) {
        this.routes = routes;
        alive = new long[(routes + 63) / 64];
    }

    @Override
    public void reset() {
        Arrays.fill(alive, 0);
        living = 0;
    }

    @Override
    public void value(ByteBuffer buffer, int offset, long from) {
        boolean isNew = Frame.born(buffer, offset) > from;
        value(RouteRecord.address(buffer, offset), Frame.kernelVersion(buffer, offset), isNew);
    }

    /// A route came or changed.
    void value(int address, long version, boolean isNew) {
        int number = checked(NumberedRoutes.number(address));
        long bit = 1L << number;
        boolean known = (alive[number >> 6] & bit) != 0;
        if (known == isNew) {
            throw new AssertionError("route " + number + (known ? " was added twice" : " changed before it came"));
        }
        if (isNew) {
            alive[number >> 6] |= bit;
            living++;
            checksum += term(address, version);
        }
        newest = Math.max(newest, version);
        deliveries++;
    }

    @Override
    public void delete(ByteBuffer buffer, int offset) {
        delete(RouteRecord.address(buffer, offset), Frame.kernelVersion(buffer, offset));
    }

    /// A route went.
    void delete(int address, long version) {
        int number = checked(NumberedRoutes.number(address));
        long bit = 1L << number;
        if ((alive[number >> 6] & bit) == 0) {
            throw new AssertionError("route " + number + " went and was not there");
        }
        alive[number >> 6] &= ~bit;
        living--;
        newest = Math.max(newest, version);
        deletesOfCut++;
        deliveries++;
    }

    private int checked(int number) {
        if (number < 0 || number >= routes) {
            throw new AssertionError("route number " + number + " was never written");
        }
        return number;
    }

    @Override
    public void mark(long version) {
        if (newest > version) {
            throw new AssertionError("a record of version " + newest + " stood before the mark of " + version);
        }
        mostDeletes = Math.max(mostDeletes, deletesOfCut);
        cutsWithDeletes += deletesOfCut > 0 ? 1 : 0;
        deletesOfCut = 0;
    }

    /// What an add contributes to the checksum.
    static long term(int address, long version) {
        return Integer.toUnsignedLong(address) * 31 + version;
    }

    long deliveries() {
        return deliveries;
    }

    long checksum() {
        return checksum;
    }

    int living() {
        return living;
    }

    boolean lives(int number) {
        return (alive[number >> 6] & 1L << number) != 0;
    }

    /// Deletes in the cut that had most.
    int mostDeletes() {
        return mostDeletes;
    }

    int cutsWithDeletes() {
        return cutsWithDeletes;
    }
}
