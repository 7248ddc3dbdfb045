// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;

/// Values by prefix, for exact and for longest match: a path-compressed binary trie. Prefixes of one family. Guarded by the kernel's lock.
///
/// A node stands for a prefix and tests the bit after it; chains of nodes with one child and no value are left out, so a tree of n values
/// has less than 2n nodes. Every node but the root has a value or two children.
final class PrefixTree<V> {
    /// Picks a result from a value, or passes it over.
    @FunctionalInterface
    interface Choice<V, R> {
        @Nullable R of(V value);
    }

    private static final class Node<V> {
        final long high;
        final long low;
        final int length;
        @Nullable V value;
        @Nullable Node<V> zero;
        @Nullable Node<V> one;

        Node(long high, long low, int length) {
            this.high = high & Prefix.highMask(length);
            this.low = low & Prefix.lowMask(length);
            this.length = length;
        }

        boolean covers(long otherHigh, long otherLow) {
            return (otherHigh & Prefix.highMask(length)) == high && (otherLow & Prefix.lowMask(length)) == low;
        }

        /// The child on the way to an address. A node of all bits has none, whatever bit is asked for.
        @Nullable Node<V> towards(long otherHigh, long otherLow) {
            return bit(otherHigh, otherLow, length) == 0 ? zero : one;
        }

        void hang(Node<V> child) {
            hang(bit(child.high, child.low, length), child);
        }

        void hang(int bit, @Nullable Node<V> child) {
            if (bit == 0) {
                zero = child;
            } else {
                one = child;
            }
        }

        /// What may stand in the place of a node that lost its value: itself when it still forks, its only child, or nothing.
        @Nullable Node<V> successor() {
            return zero == null ? one : one == null ? zero : this;
        }
    }

    private final Node<V> root = new Node<>(0, 0, 0);

    @Nullable V get(Prefix prefix) {
        long high = prefix.address().high();
        long low = prefix.address().low();
        Node<V> node = root;
        while (node != null && node.length < prefix.length() && node.covers(high, low)) {
            node = node.towards(high, low);
        }
        return node != null && node.length == prefix.length() && node.covers(high, low) ? node.value : null;
    }

    void put(Prefix prefix, V value) {
        nodeOf(prefix).value = value;
    }

    private Node<V> nodeOf(Prefix prefix) {
        long high = prefix.address().high();
        long low = prefix.address().low();
        Node<V> parent = root;
        Node<V> node = root;
        while (node != null && node.length < prefix.length() && node.covers(high, low)) {
            parent = node;
            node = node.towards(high, low);
        }
        if (node != null && node.length == prefix.length() && node.covers(high, low)) {
            return node;
        }
        Node<V> made = new Node<>(high, low, prefix.length());
        if (node == null) {
            parent.hang(made);
            return made;
        }
        // The way to the new prefix leaves the compressed edge above node: at the new prefix itself, or at a fork.
        int common = Math.min(made.length, commonBits(high ^ node.high, low ^ node.low));
        Node<V> fork = common == made.length ? made : new Node<>(high, low, common);
        fork.hang(node);
        if (fork != made) {
            fork.hang(made);
        }
        parent.hang(fork);
        return made;
    }

    void remove(Prefix prefix) {
        long high = prefix.address().high();
        long low = prefix.address().low();
        Node<V> grandparent = root;
        Node<V> parent = root;
        Node<V> node = root;
        while (node.length < prefix.length()) {
            Node<V> next = node.towards(high, low);
            if (next == null) {
                return;
            }
            grandparent = parent;
            parent = node;
            node = next;
        }
        if (node.length != prefix.length() || !node.covers(high, low)) {
            return;
        }
        node.value = null;
        if (node != root) {
            parent.hang(bit(high, low, parent.length), node.successor());
            if (parent != root && parent.value == null) {
                grandparent.hang(bit(high, low, grandparent.length), parent.successor());
            }
        }
    }

    /// The choice from the longest prefix that holds the address and whose value is not passed over.
    <R> @Nullable R longest(IpAddress address, Choice<? super V, R> choice) {
        R best = null;
        Node<V> node = root;
        while (node != null && node.covers(address.high(), address.low())) {
            V value = node.value;
            R chosen = value == null ? null : choice.of(value);
            best = chosen == null ? best : chosen;
            node = node.towards(address.high(), address.low());
        }
        return best;
    }

    private static int commonBits(long highDifference, long lowDifference) {
        return highDifference != 0 ? Long.numberOfLeadingZeros(highDifference) : 64 + Long.numberOfLeadingZeros(lowDifference);
    }

    private static int bit(long high, long low, int index) {
        return (int) (index < 64 ? high >>> (63 - index) : low >>> (127 - index)) & 1;
    }
}
