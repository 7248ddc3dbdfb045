// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// A place in a [RouteTree]: a prefix, and what is there. Each kind takes 48 bytes on a heap of less than 32 GiB.
abstract sealed class RouteNode {
    /// The prefix as in [IpAddress]; bits beyond the length are zero.
    final long high;

    final long low;
    final byte length;

    private RouteNode(long high, long low, int length) {
        this.high = high;
        this.low = low;
        this.length = (byte) length;
    }

    int length() {
        return length & 0xff;
    }

    final boolean covers(long otherHigh, long otherLow) {
        return (otherHigh & Prefix.highMask(length())) == high && (otherLow & Prefix.lowMask(length())) == low;
    }

    /// The routes of exactly this prefix.
    abstract @Nullable Routes here();

    /// The routes of one prefix.
    abstract static sealed class Routes extends RouteNode {
        private Routes(long high, long low, int length) {
            super(high, low, length);
        }

        @Override
        final Routes here() {
            return this;
        }

        abstract @Nullable Leaf find(Leaf apart);

        /// With a route in the place of the one that has its key, if there is one.
        abstract Routes with(Leaf leaf);

        abstract @Nullable Routes without(Leaf apart);

        /// The most preferred one that is for every type of service and source.
        abstract @Nullable Leaf plain();

        /// From the most preferred one on.
        abstract Iterable<Leaf> each();
    }

    /// One route; as a node, the only one of its prefix, with nothing below it. Immutable.
    static final class Leaf extends Routes {
        /// Order of the routes of a prefix: the most preferred one first.
        static final Comparator<Leaf> ORDER = Leaf::compareApart;

        private static final Comparator<Prefix> SOURCES = Comparator.nullsFirst(Comparator.naturalOrder());

        private static final RouteAttributes NOTHING =
                new RouteAttributes(0, RouteType.UNICAST, List.of(), RouteState.STORED, null);

        private final byte tos;
        private final int priority;
        private final int instance;
        private final @Nullable Prefix source;
        final RouteAttributes attributes;

        Leaf(RouteRow row, RouteAttributes attributes) {
            super(row.high(), row.low(), row.length());
            tos = (byte) row.tos();
            priority = row.priority();
            instance = row.instance();
            source = row.source();
            this.attributes = attributes;
        }

        /// What is looked for by a key.
        static Leaf probe(Route.Key key) {
            return new Leaf(new RouteRow().key(key), NOTHING);
        }

        Route route(int table, Family family) {
            Prefix prefix = new Prefix(new IpAddress(family, high, low), length());
            return new Route(new Route.Key(table, prefix, priority, tos & 0xff, source, instance), attributes);
        }

        private int compareApart(Leaf other) {
            int result = Integer.compareUnsigned(priority, other.priority);
            result = result != 0 ? result : Integer.compare(tos & 0xff, other.tos & 0xff);
            result = result != 0 ? result : source == other.source ? 0 : SOURCES.compare(source, other.source);
            return result != 0 ? result : Integer.compareUnsigned(instance, other.instance);
        }

        @Override
        @Nullable Leaf find(Leaf apart) {
            return compareApart(apart) == 0 ? this : null;
        }

        @Override
        Routes with(Leaf leaf) {
            return compareApart(leaf) == 0 ? leaf : new Several(this, leaf);
        }

        @Override
        @Nullable Routes without(Leaf apart) {
            return compareApart(apart) == 0 ? null : this;
        }

        @Override
        @Nullable Leaf plain() {
            return tos == 0 && source == null ? this : null;
        }

        @Override
        Iterable<Leaf> each() {
            return List.of(this);
        }
    }

    /// Routes of one prefix that differ in priority, type of service, source or instance. Immutable.
    static final class Several extends Routes {
        private final SortedTree<Leaf, Leaf> leaves;

        private Several(RouteNode place, SortedTree<Leaf, Leaf> leaves) {
            super(place.high, place.low, place.length());
            this.leaves = leaves;
        }

        Several(Leaf one, Leaf other) {
            this(one, SortedTree.<Leaf, Leaf>empty(Leaf.ORDER).with(one, one).with(other, other));
        }

        @Override
        @Nullable Leaf find(Leaf apart) {
            return leaves.get(apart);
        }

        @Override
        Routes with(Leaf leaf) {
            return new Several(this, leaves.with(leaf, leaf));
        }

        @Override
        Routes without(Leaf apart) {
            SortedTree<Leaf, Leaf> rest = leaves.without(apart);
            return rest.size() == 1 ? rest.values().iterator().next() : new Several(this, rest);
        }

        @Override
        @Nullable Leaf plain() {
            for (Leaf leaf : leaves.values()) {
                if (leaf.plain() != null) {
                    return leaf;
                }
            }
            return null;
        }

        @Override
        Iterable<Leaf> each() {
            return leaves.values();
        }
    }

    /// A prefix with others below it, told apart by the bit after it; routes of its own too, or two children. Changed only by the
    /// [RouteTree.Editor] that has made it, and immutable once that is done.
    static final class Branch extends RouteNode {
        final Object owner;
        @Nullable RouteNode zero;
        @Nullable RouteNode one;
        @Nullable Routes here;

        Branch(long high, long low, int length, Object owner) {
            super(high & Prefix.highMask(length), low & Prefix.lowMask(length), length);
            this.owner = owner;
        }

        @Override
        @Nullable Routes here() {
            return here;
        }

        @Nullable RouteNode towards(long otherHigh, long otherLow) {
            return bit(otherHigh, otherLow) == 0 ? zero : one;
        }

        void hang(RouteNode child) {
            hang(bit(child.high, child.low), child);
        }

        void hang(long bit, @Nullable RouteNode child) {
            if (bit == 0) {
                zero = child;
            } else {
                one = child;
            }
        }

        /// The bit that tells the children apart.
        long bit(long otherHigh, long otherLow) {
            return length() < 64 ? otherHigh >>> 63 - length() & 1 : otherLow >>> 127 - length() & 1;
        }

        /// What can stand in its place: itself when it is of use, its only child, its routes, or nothing.
        @Nullable RouteNode successor() {
            if (zero != null && one != null || here != null && (zero != null || one != null)) {
                return this;
            }
            return here != null ? here : zero != null ? zero : one;
        }
    }
}
