// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.net.ProtocolException;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.client.FrameReader;

/// Objects of a type that are few enough to be held as objects.
class ObjectSection<K, V> extends Section {
    private final Function<V, K> keys;
    private final SortedTree<K, V> none;
    private Function<FieldReader, V> decoder;
    private SortedTree<K, V> published;
    private SortedTree<K, V> underWay;

    ObjectSection(MessageType type, Function<FieldReader, V> decoder, Function<V, K> keys, Comparator<? super K> order) {
        super(type);
        this.decoder = decoder;
        this.keys = keys;
        none = SortedTree.empty(order);
        published = none;
        underWay = none;
    }

    /// Objects are to be read so from here on.
    final void decodeBy(Function<FieldReader, V> other) {
        decoder = other;
    }

    final SortedTree<K, V> published() {
        return published;
    }

    @Override
    final void apply(FrameReader record, ChangeLog log) throws ProtocolException {
        V value = record.decode(decoder);
        K key = keys.apply(value);
        V held = underWay.get(key);
        check(record, held);
        if (record.operation() == Operation.DELETE) {
            underWay = underWay.without(key);
            replaced(held, null);
            log.add(Operation.DELETE, type(), held, null, null, record);
            return;
        }
        underWay = underWay.with(key, value);
        replaced(held, value);
        V before = isReset() ? published.get(key) : held;
        if (!value.equals(before)) {
            log.add(before == null ? Operation.ADD : Operation.CHANGE, type(), before, value, null, record);
        }
    }

    /// Somebody may keep the objects in another order too.
    void replaced(@Nullable V before, @Nullable V after) {}

    @Override
    void clear() {
        underWay = none;
    }

    @Override
    final void logMissing(ChangeLog log, long version) {
        for (V value : published.values()) {
            if (underWay.get(keys.apply(value)) == null) {
                log.addMissing(type(), value, null, version);
            }
        }
    }

    @Override
    void publish() {
        published = underWay;
    }

    @Override
    void revert() {
        underWay = published;
    }
}
