// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Comparator;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RtTable;

/// The routes of one table and family: for exact match as the committing thread sees them, for longest match as they were published last.
/// Guarded by the kernel's lock.
///
/// The rows of a prefix are a chain, most preferred first; nearly always there is one. Dead rows stay in it until the commit is settled.
final class RouteTable {
    private final RtTable.Key key;
    private final RouteRows rows;
    private final InternTable<Prefix> sources;
    private final ExactMatch exact;
    private final ForwardingTable forwarding;
    /// Number of this table in its rows. Set once it has one.
    private int number;
    /// The generation of tables and interfaces in which this table was seen to exist as an object.
    private long existed = -1;

    RouteTable(RtTable.Key key, RouteRows rows, SharedAttributes attributes, InternTable<Prefix> sources) {
        this.key = key;
        this.rows = rows;
        this.sources = sources;
        this.exact = new ExactMatch(rows);
        this.forwarding = new ForwardingTable(key.id(), key.family(), rows, attributes);
    }

    RtTable.Key key() {
        return key;
    }

    int number() {
        return number;
    }

    void number(int mine) {
        number = mine;
    }

    boolean existedIn(long generation) {
        return existed == generation;
    }

    void existsIn(long generation) {
        existed = generation;
    }

    ForwardingTable forwarding() {
        return forwarding;
    }

    ExactMatch exact() {
        return exact;
    }

    /// The row of a key, dead or alive.
    int find(long high, long low, long preference, int apart) {
        int row = exact.first(high, low, apart >>> 24);
        while (row != RouteRows.NONE && (rows.preference(row) != preference || rows.apart(row) != apart)) {
            row = rows.next(row);
        }
        return row;
    }

    int first(long high, long low, int length) {
        return exact.first(high, low, length);
    }

    /// Puts a row into the chain of its prefix. Room for it was made by [ExactMatch#reserve].
    void link(int row) {
        int after = exact.enter(row);
        if (after == RouteRows.NONE) {
            rows.first(row, true);
            return;
        }
        int before = RouteRows.NONE;
        while (after != RouteRows.NONE && compare(after, row) < 0) {
            before = after;
            after = rows.next(after);
        }
        rows.next(row, after);
        if (before == RouteRows.NONE) {
            replace(after, row);
        } else {
            rows.next(before, row);
        }
    }

    private void replace(int first, int other) {
        exact.replace(first, other);
        rows.first(first, false);
        rows.first(other, true);
    }

    /// Takes a row out of the chain of its prefix.
    void unlink(int row) {
        int after = rows.next(row);
        if (!rows.isFirst(row)) {
            int before = exact.first(rows.high(row), rows.low(row), rows.length(row));
            while (rows.next(before) != row) {
                before = rows.next(before);
            }
            rows.next(before, after);
        } else if (after != RouteRows.NONE) {
            replace(row, after);
        } else {
            exact.remove(row);
            rows.first(row, false);
        }
    }

    /// Order of preference.
    private int compare(int row, int other) {
        int order = Integer.compareUnsigned(rows.priority(row), rows.priority(other));
        if (order == 0) {
            order = Integer.compare(rows.tos(row), rows.tos(other));
        }
        if (order == 0 && rows.source(row) != rows.source(other)) {
            order = Comparator.nullsFirst(Comparator.<Prefix>naturalOrder())
                    .compare(sources.get(rows.source(row)), sources.get(rows.source(other)));
        }
        return order != 0 ? order : Integer.compareUnsigned(rows.instance(row), rows.instance(other));
    }

    @Override
    public String toString() {
        return key.text();
    }

    /// Makes what stands in the trie at the prefix of a row what the chain says. Between [ForwardingTable#beginWrite] and
    /// [ForwardingTable#endWrite], when all rows in the chain are alive.
    void publish(int row) {
        long high = rows.high(row);
        long low = rows.low(row);
        int length = rows.length(row);
        int best = rows.isFirst(row) ? row : exact.first(high, low, length);
        if (best == RouteRows.NONE) {
            forwarding.trie().remove(high, low, length);
            return;
        }
        while (best != RouteRows.NONE && (rows.tos(best) != 0 || rows.source(best) != 0)) {
            best = rows.next(best);
        }
        long result = best == RouteRows.NONE ? 0 : ForwardingTable.result(best, rows.attributes(best));
        forwarding.trie().set(high, low, length, result);
    }
}
