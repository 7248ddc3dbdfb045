// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.Arrays;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// What was counted about the routes of one protocol in one table (RTM_RTSTATS; 4.4BSD `struct rtstat` has some of it for the whole system).
///
/// At every version, [#routes()] is the number of routes that the kernel holds at that version, and all that commits did up to it is
/// counted. What is counted outside of commits, from [Counter#BAD_REDIRECTS] on, appears with the next commit. What concerns no route (a lookup
/// that found none, a redirect that was refused) counts under protocol 0. A CHANGE to all zero resets the counters; nobody can set them to
/// anything else.
///
/// @param routes how many there are now
public record RtStats(Key key, long routes, Counts counts) implements RoutingObject {
    /// @param protocol who made the routes, 0 to 255, see [RouteProtocol]
    public record Key(int table, Family family, int protocol) implements RoutingKey {
        /// @throws RoutingException EINVAL naming the field
        public Key {
            RtTable.requireId(table);
            RouteProtocol.require(protocol);
        }

        public static Key of(RtTable.Key table, int protocol) {
            return new Key(table.id(), table.family(), protocol);
        }

        public RtTable.Key tableKey() {
            return new RtTable.Key(table, family);
        }

        @Override
        public MessageType type() {
            return MessageType.RTSTATS;
        }
    }

    /// What is counted.
    public enum Counter {
        /// Routes that came.
        ADDS("adds"),
        /// Routes that changed.
        CHANGES("changes"),
        /// Routes that went.
        DELETES("deletes"),
        /// Routes made by redirects (`rts_dynamic`).
        DYNAMIC("dynamic"),
        /// Routes led elsewhere by redirects (`rts_newgateway`).
        NEW_GATEWAYS("newgateways"),
        /// Redirects that were refused (`rts_badredirect`).
        BAD_REDIRECTS("badredirects"),
        /// Reported lookups that found no route (`rts_unreach`).
        MISSES("misses"),
        /// Reported lookups that found the default route (`rts_wildcard`).
        WILDCARDS("wildcards"),
        /// Reported lookups that found a route which asks for external resolution.
        RESOLVES("resolves"),
        /// Routes that somebody suspects to lead nowhere.
        LOSING("losing");

        private final String word;

        Counter(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// A number for each [Counter]. Immutable.
    public static final class Counts {
        public static final Counts ZERO = new Counts(new long[Counter.values().length]);

        private final long[] values;

        private Counts(long[] values) {
            this.values = values;
        }

        /// @param values by the counters' order; copied
        public static Counts of(long... values) {
            if (values.length != Counter.values().length) {
                throw new IllegalArgumentException(values.length + " counters are not " + Counter.values().length);
            }
            return new Counts(values.clone());
        }

        public long get(Counter counter) {
            return values[counter.ordinal()];
        }

        public Counts plus(Counter counter, long more) {
            long[] sums = values.clone();
            sums[counter.ordinal()] += more;
            return new Counts(sums);
        }

        public Counts plus(Counts more) {
            long[] sums = values.clone();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += more.values[i];
            }
            return new Counts(sums);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Counts that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return Arrays.toString(values);
        }
    }

    public long count(Counter counter) {
        return counts.get(counter);
    }
}
