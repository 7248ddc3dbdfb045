// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Values by key, in the order of the keys. Immutable: a change makes another tree, which has all but a path of nodes in common with this
/// one (a persistent AVL tree). Any thread.
final class SortedTree<K, V> {
    private record Node<K, V>(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height) {
        Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            this(key, value, left, right, 1 + Math.max(heightOf(left), heightOf(right)));
        }
    }

    private final Comparator<? super K> order;
    private final @Nullable Node<K, V> root;
    private final int size;

    private SortedTree(Comparator<? super K> order, @Nullable Node<K, V> root, int size) {
        this.order = order;
        this.root = root;
        this.size = size;
    }

    static <K, V> SortedTree<K, V> empty(Comparator<? super K> order) {
        return new SortedTree<>(order, null, 0);
    }

    int size() {
        return size;
    }

    @Nullable V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int side = order.compare(key, node.key);
            if (side == 0) {
                return node.value;
            }
            node = side < 0 ? node.left : node.right;
        }
        return null;
    }

    SortedTree<K, V> with(K key, V value) {
        boolean isNew = get(key) == null;
        return new SortedTree<>(order, put(root, key, value), isNew ? size + 1 : size);
    }

    SortedTree<K, V> without(K key) {
        return get(key) == null ? this : new SortedTree<>(order, remove(root, key), size - 1);
    }

    SortedTree<K, V> cleared() {
        return empty(order);
    }

    /// All values, in order.
    Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<V> iterator() {
                return new Ascent<>(root, null, order);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /// Shows all keys and values, in order.
    void each(BiConsumer<? super K, ? super V> visitor) {
        each(root, visitor);
    }

    private static <K, V> void each(@Nullable Node<K, V> node, BiConsumer<? super K, ? super V> visitor) {
        if (node != null) {
            each(node.left, visitor);
            visitor.accept(node.key, node.value);
            each(node.right, visitor);
        }
    }

    /// The values from a key on, as long as they are wanted.
    List<V> run(K from, Predicate<? super V> wanted) {
        List<V> run = new ArrayList<>();
        Iterator<V> values = new Ascent<>(root, from, order);
        while (values.hasNext()) {
            V value = values.next();
            if (!wanted.test(value)) {
                break;
            }
            run.add(value);
        }
        return run;
    }

    /// The first value from a key on.
    @Nullable V first(K from) {
        Iterator<V> values = new Ascent<>(root, from, order);
        return values.hasNext() ? values.next() : null;
    }

    private Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int side = order.compare(key, node.key);
        if (side == 0) {
            return new Node<>(key, value, node.left, node.right, node.height);
        }
        return side < 0
                ? balanced(node, put(node.left, key, value), node.right)
                : balanced(node, node.left, put(node.right, key, value));
    }

    private @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int side = order.compare(key, node.key);
        if (side < 0) {
            return balanced(node, remove(node.left, key), node.right);
        }
        if (side > 0) {
            return balanced(node, node.left, remove(node.right, key));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node<K, V> successor = leftmost(node.right);
        return balanced(successor, node.left, remove(node.right, successor.key));
    }

    private static <K, V> Node<K, V> leftmost(Node<K, V> node) {
        Node<K, V> first = node;
        for (Node<K, V> next = first; next != null; next = next.left) {
            first = next;
        }
        return first;
    }

    /// A node with key and value of another one and these children, whose heights differ by two at most.
    private static <K, V> Node<K, V> balanced(Node<K, V> top, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        int lean = heightOf(left) - heightOf(right);
        if (left != null && lean > 1) {
            Node<K, V> inner = left.right;
            return inner != null && heightOf(left.left) < inner.height
                    ? join(inner, join(left, left.left, inner.left), join(top, inner.right, right))
                    : join(left, left.left, join(top, inner, right));
        }
        if (right != null && lean < -1) {
            Node<K, V> inner = right.left;
            return inner != null && heightOf(right.right) < inner.height
                    ? join(inner, join(top, left, inner.left), join(right, inner.right, right.right))
                    : join(right, join(top, left, inner), right.right);
        }
        return join(top, left, right);
    }

    private static <K, V> Node<K, V> join(Node<K, V> top, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(top.key, top.value, left, right);
    }

    private static int heightOf(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static final class Ascent<K, V> implements Iterator<V> {
        /// Nodes that come, with all that is to the right of them, the next one on top.
        private final Deque<Node<K, V>> ahead = new ArrayDeque<>();

        Ascent(@Nullable Node<K, V> root, @Nullable K from, Comparator<? super K> order) {
            Node<K, V> node = root;
            while (node != null) {
                boolean comes = from == null || order.compare(from, node.key) <= 0;
                if (comes) {
                    ahead.push(node);
                }
                node = comes ? node.left : node.right;
            }
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty();
        }

        @Override
        public V next() {
            if (ahead.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = ahead.pop();
            for (Node<K, V> next = node.right; next != null; next = next.left) {
                ahead.push(next);
            }
            return node.value;
        }
    }
}
