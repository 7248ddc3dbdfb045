// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.net.ProtocolException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.RouteRowReader;
import org.rtsock.client.FrameReader;
import org.rtsock.client.replica.RouteNode.Leaf;

/// Routes: a tree for each table and family.
final class RouteSection extends Section {
    static final Comparator<RtTable.Key> TABLE_ORDER = (one, other) -> {
        int byId = Integer.compareUnsigned(one.id(), other.id());
        return byId != 0 ? byId : one.family().compareTo(other.family());
    };

    /// Enough for the attributes of a router with some ten thousand ways; what is pushed out is held twice, no more.
    private static final int SHARED = 1 << 14;

    private final RouteRowReader rows = new RouteRowReader();
    private final RouteRow row = new RouteRow();
    private final @Nullable RouteAttributes[] shared = new @Nullable RouteAttributes[SHARED];
    private SortedTree<RtTable.Key, RouteTree> published = SortedTree.empty(TABLE_ORDER);
    /// What the cut under way begins with.
    private SortedTree<RtTable.Key, RouteTree> base = published;
    /// The tables that it touches.
    private final Map<RtTable.Key, RouteTree.Editor> editors = new HashMap<>();
    /// The table that was touched last: most often the next record is of the same one.
    private RtTable.@Nullable Key lastTable;
    private RouteTree.@Nullable Editor lastEditor;

    RouteSection() {
        super(MessageType.ROUTE);
    }

    SortedTree<RtTable.Key, RouteTree> published() {
        return published;
    }

    @Override
    void apply(FrameReader record, ChangeLog log) throws ProtocolException {
        record.decode(this::read);
        RouteTree.Editor editor = editor(row.table(), row.family());
        Leaf leaf = new Leaf(row, shared(row.attributes()));
        if (record.operation() == Operation.DELETE) {
            Leaf held = editor.remove(leaf);
            check(record, held);
            log.add(Operation.DELETE, type(), held, null, lastTable, record);
            return;
        }
        Leaf held = editor.put(leaf);
        check(record, held);
        if (log.wanted()) {
            log(record, isReset() ? published(leaf) : held, leaf, log);
        }
    }

    private RouteRow read(FieldReader in) {
        rows.read(in, row);
        return row;
    }

    private void log(FrameReader record, @Nullable Leaf before, Leaf leaf, ChangeLog log) {
        if (before == null || !before.attributes.equals(leaf.attributes)) {
            log.add(before == null ? Operation.ADD : Operation.CHANGE, type(), before, leaf, lastTable, record);
        }
    }

    private RouteAttributes shared(RouteAttributes attributes) {
        int hash = attributes.hashCode();
        int slot = (hash ^ hash >>> 15) & SHARED - 1;
        RouteAttributes there = shared[slot];
        if (there != null && attributes.equals(there)) {
            return there;
        }
        shared[slot] = attributes;
        return attributes;
    }

    private RouteTree.Editor editor(int table, Family family) {
        RtTable.Key last = lastTable;
        RouteTree.Editor known = lastEditor;
        if (known != null && last != null && last.id() == table && last.family() == family) {
            return known;
        }
        RtTable.Key key = new RtTable.Key(table, family);
        RouteTree.Editor editor = editors.computeIfAbsent(
                key, _ -> new RouteTree.Editor(Objects.requireNonNullElse(base.get(key), RouteTree.EMPTY)));
        lastTable = key;
        lastEditor = editor;
        return editor;
    }

    private @Nullable Leaf published(Leaf key) {
        RouteTree tree = published.get(Objects.requireNonNull(lastTable));
        return tree == null ? null : tree.find(key);
    }

    @Override
    void clear() {
        base = base.cleared();
        forgetEditors();
    }

    private void forgetEditors() {
        editors.clear();
        lastTable = null;
        lastEditor = null;
    }

    @Override
    void logMissing(ChangeLog log, long version) {
        // What is under way is a value already, so each can be looked for where it is now.
        SortedTree<RtTable.Key, RouteTree> after = edited();
        published.each((table, tree) -> {
            RouteTree now = Objects.requireNonNullElse(after.get(table), RouteTree.EMPTY);
            for (Iterator<Leaf> routes = tree.all(); routes.hasNext(); ) {
                Leaf leaf = routes.next();
                if (now.find(leaf) == null) {
                    log.addMissing(type(), leaf, table, version);
                }
            }
        });
    }

    private SortedTree<RtTable.Key, RouteTree> edited() {
        SortedTree<RtTable.Key, RouteTree> result = base;
        for (Map.Entry<RtTable.Key, RouteTree.Editor> entry : editors.entrySet()) {
            RouteTree tree = entry.getValue().tree();
            result = tree.size() == 0 ? result.without(entry.getKey()) : result.with(entry.getKey(), tree);
        }
        return result;
    }

    @Override
    void publish() {
        published = edited();
        revert();
    }

    @Override
    void revert() {
        base = published;
        forgetEditors();
    }
}
