// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;

/// Longest match in the published routes of one table, for readers of any thread.
///
/// The committing thread writes under the lock, for a few dozen routes at a time. Readers look without it and look again when somebody
/// wrote meanwhile; after some tries they take it as readers. A result is the number of a row and that of its attributes. Neither stands
/// for anything else, and no key word of the row changes, before the result has left the trie; so a look that proves undisturbed may
/// follow both.
final class ForwardingTable {
    /// Looks without the lock before it is taken.
    private static final int TRIES = 16;

    private final Family family;
    private final int id;
    private final RouteRows rows;
    private final SharedAttributes attributes;
    private final StampedLock lock = new StampedLock();
    /// Guarded by the lock, or read without it as above.
    private final PrefixTrie trie = new PrefixTrie();
    private volatile boolean retired;

    ForwardingTable(int id, Family family, RouteRows rows, SharedAttributes attributes) {
        this.family = family;
        this.id = id;
        this.rows = rows;
        this.attributes = attributes;
    }

    /// A result that leads to a row.
    static long result(int row, int attributes) {
        return RouteRows.pair(row, attributes);
    }

    /// The attributes of the best route for an address, null for none.
    @Nullable RouteAttributes match(long high, long low) {
        for (int tries = 0; tries < TRIES; tries++) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                try {
                    long result = trie.match(high, low);
                    RouteAttributes found = attributes.get((int) result);
                    if (lock.validate(stamp)) {
                        return found;
                    }
                } catch (ArrayIndexOutOfBoundsException e) {
                    rethrowUndisturbed(stamp, e);
                }
            }
            Thread.onSpinWait();
        }
        long stamp = lock.readLock();
        try {
            return attributes.get((int) trie.match(high, low));
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /// The best route for an address, null for none.
    @Nullable Route lookup(long high, long low) {
        for (int tries = 0; tries < TRIES; tries++) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                try {
                    Found found = find(high, low);
                    if (lock.validate(stamp)) {
                        return found == null ? null : route(found);
                    }
                } catch (ArrayIndexOutOfBoundsException e) {
                    rethrowUndisturbed(stamp, e);
                }
            }
            Thread.onSpinWait();
        }
        long stamp = lock.readLock();
        try {
            Found found = find(high, low);
            return found == null ? null : route(found);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /// The words of a route, which make no route if the look was disturbed.
    private record Found(long high, long low, int length, int priority, int instance, @Nullable RouteAttributes attributes) {}

    private @Nullable Found find(long high, long low) {
        long result = trie.match(high, low);
        int row = (int) (result >>> 32);
        return result == 0
                ? null
                : new Found(
                        rows.high(row),
                        rows.low(row),
                        rows.length(row),
                        rows.priority(row),
                        rows.instance(row),
                        attributes.get((int) result));
    }

    private @Nullable Route route(Found found) {
        Prefix prefix = new Prefix(new IpAddress(family, found.high, found.low), found.length);
        return found.attributes == null
                ? null
                : new Route(new Route.Key(id, prefix, found.priority, 0, null, found.instance), found.attributes);
    }

    /// A look into a trie that is being changed may go astray; into one that is not, it may not.
    private void rethrowUndisturbed(long stamp, ArrayIndexOutOfBoundsException astray) {
        if (lock.validate(stamp)) {
            throw astray;
        }
    }

    /// Keeps readers away until [#endWrite], for as short as possible.
    long beginWrite() {
        return lock.writeLock();
    }

    /// The trie, for the committing thread: to read, or between [#beginWrite] and [#endWrite] to write.
    PrefixTrie trie() {
        return trie;
    }

    void endWrite(long stamp) {
        lock.unlockWrite(stamp);
    }

    /// The table is empty and will stay so; another one may take its place.
    void retire() {
        retired = true;
    }

    boolean retired() {
        return retired;
    }
}
