// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Prefix;
import org.rtsock.client.replica.RouteNode.Branch;
import org.rtsock.client.replica.RouteNode.Leaf;
import org.rtsock.client.replica.RouteNode.Routes;

/// The routes of one table and family by prefix: a path-compressed binary trie. Immutable: an [Editor] makes another tree, which has all
/// nodes but those on the changed paths in common with this one. Any thread.
final class RouteTree {
    static final RouteTree EMPTY = new RouteTree(null, 0);

    private final @Nullable RouteNode root;
    private final int size;

    private RouteTree(@Nullable RouteNode root, int size) {
        this.root = root;
        this.size = size;
    }

    /// How many routes there are.
    int size() {
        return size;
    }

    /// The best route for an address, among those that are for every type of service and source.
    @Nullable Leaf longestMatch(long high, long low) {
        Leaf best = null;
        RouteNode node = root;
        while (node != null && node.covers(high, low)) {
            Routes here = node.here();
            Leaf plain = here == null ? null : here.plain();
            best = plain == null ? best : plain;
            node = node instanceof Branch branch ? branch.towards(high, low) : null;
        }
        return best;
    }

    /// The routes of exactly a prefix.
    @Nullable Routes find(long high, long low, int length) {
        return find(root, high, low, length);
    }

    private static @Nullable Routes find(@Nullable RouteNode root, long high, long low, int length) {
        RouteNode node = root;
        while (node != null && node.length() < length && node.covers(high, low)) {
            node = node instanceof Branch branch ? branch.towards(high, low) : null;
        }
        return node != null && node.length() == length && node.covers(high, low) ? node.here() : null;
    }

    /// The route with the key of another one.
    @Nullable Leaf find(Leaf key) {
        Routes there = find(key.high, key.low, key.length());
        return there == null ? null : there.find(key);
    }

    /// The routes of a prefix and of those inside it, in the order of prefixes, then from the most preferred on.
    Iterator<Leaf> within(long high, long low, int length) {
        RouteNode node = root;
        while (node != null && node.length() < length && node.covers(high, low)) {
            node = node instanceof Branch branch ? branch.towards(high, low) : null;
        }
        boolean inside = node != null
                && node.length() >= length
                && (node.high & Prefix.highMask(length)) == high
                && (node.low & Prefix.lowMask(length)) == low;
        return new Walk(inside ? node : null);
    }

    Iterator<Leaf> all() {
        return new Walk(root);
    }

    private static final class Walk implements Iterator<Leaf> {
        /// Subtrees that come, the next one on top.
        private final Deque<RouteNode> ahead = new ArrayDeque<>();
        /// The routes of one prefix that are left; null when the next prefix is due.
        private @Nullable Iterator<Leaf> leaves;
        private @Nullable Leaf next;

        Walk(@Nullable RouteNode from) {
            push(from);
            step();
        }

        private void push(@Nullable RouteNode node) {
            if (node != null) {
                ahead.push(node);
            }
        }

        private void step() {
            next = null;
            while (next == null) {
                if (leaves != null && leaves.hasNext()) {
                    next = leaves.next();
                } else if (ahead.isEmpty()) {
                    return;
                } else {
                    enter(ahead.pop());
                }
            }
        }

        private void enter(RouteNode node) {
            leaves = null;
            Routes here = node.here();
            if (here instanceof Leaf only) {
                next = only;
            } else if (here != null) {
                leaves = here.each().iterator();
            }
            if (node instanceof Branch branch) {
                push(branch.one);
                push(branch.zero);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Leaf next() {
            Leaf present = next;
            if (present == null) {
                throw new NoSuchElementException();
            }
            step();
            return present;
        }
    }

    /// Makes a tree out of another one by many changes. Nodes that it has made itself it changes in place, so that a million changes cost
    /// little more than in a tree that is not immutable. One thread.
    static final class Editor {
        /// Marks the nodes that are this editor's.
        private Object owner = new Object();
        private @Nullable RouteNode root;
        private int size;
        /// The route that the last change replaced or removed.
        private @Nullable Leaf before;

        Editor(RouteTree from) {
            root = from.root;
            size = from.size;
        }

        /// The tree as it is now. What is changed later is not in it.
        RouteTree tree() {
            owner = new Object();
            return size == 0 ? EMPTY : new RouteTree(root, size);
        }

        @Nullable Leaf find(Leaf key) {
            Routes there = RouteTree.find(root, key.high, key.low, key.length());
            return there == null ? null : there.find(key);
        }

        /// Puts a route in.
        ///
        /// @return the one of this key that was there
        @Nullable Leaf put(Leaf leaf) {
            before = null;
            root = put(root, leaf);
            size += before == null ? 1 : 0;
            return before;
        }

        private RouteNode put(@Nullable RouteNode node, Leaf leaf) {
            if (node == null) {
                return leaf;
            }
            int common = commonBits(node, leaf);
            if (common < node.length()) {
                Branch fork = new Branch(leaf.high, leaf.low, common, owner);
                fork.hang(node);
                if (common == leaf.length()) {
                    fork.here = leaf;
                } else {
                    fork.hang(leaf);
                }
                return fork;
            }
            if (node.length() == leaf.length()) {
                return putHere(node, leaf);
            }
            Branch branch = own(node);
            long bit = branch.bit(leaf.high, leaf.low);
            branch.hang(bit, put(bit == 0 ? branch.zero : branch.one, leaf));
            return branch;
        }

        private RouteNode putHere(RouteNode node, Leaf leaf) {
            Routes here = node.here();
            Routes after = leaf;
            if (here != null) {
                before = here.find(leaf);
                after = here.with(leaf);
            }
            if (node instanceof Routes) {
                return after;
            }
            Branch branch = own(node);
            branch.here = after;
            return branch;
        }

        /// Takes a route out.
        ///
        /// @return null when there was none of its key
        @Nullable Leaf remove(Leaf key) {
            before = null;
            // Looked for first, so that nothing is copied in vain.
            if (find(key) != null) {
                root = remove(root, key);
                size--;
            }
            return before;
        }

        private @Nullable RouteNode remove(@Nullable RouteNode node, Leaf key) {
            if (node == null) {
                throw new IllegalStateException("the route is not where it was found");
            }
            if (node instanceof Routes routes) {
                before = routes.find(key);
                return routes.without(key);
            }
            Branch branch = own(node);
            Routes here = branch.here;
            if (branch.length() == key.length() && here != null) {
                before = here.find(key);
                branch.here = here.without(key);
            } else {
                long bit = branch.bit(key.high, key.low);
                branch.hang(bit, remove(bit == 0 ? branch.zero : branch.one, key));
            }
            return branch.successor();
        }

        /// A node in its place that may be changed.
        private Branch own(RouteNode node) {
            if (node instanceof Branch branch && branch.owner == owner) {
                return branch;
            }
            Branch copy = new Branch(node.high, node.low, node.length(), owner);
            copy.here = node.here();
            if (node instanceof Branch branch) {
                copy.zero = branch.zero;
                copy.one = branch.one;
            }
            return copy;
        }

        /// How many bits two prefixes have in common, at most the length of the shorter.
        private static int commonBits(RouteNode one, RouteNode other) {
            long high = one.high ^ other.high;
            int bits = high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(one.low ^ other.low);
            return Math.min(bits, Math.min(one.length(), other.length()));
        }
    }
}
