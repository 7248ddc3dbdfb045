// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import org.rtsock.api.Cause;
import org.rtsock.api.message.RouteRow;

/// Every change that one commit makes to routes, with the way back. Used by one commit after the other; guarded by the kernel's lock.
///
/// A step of five words is a row as it was just before:
///
///         +-------------------------------+-------------------------------+
///      0  | row                           | attributes, 0 for dead        |
///         +-------------------------------+-------------------------------+
///      1  | version, 0 for a new row, -1 for a step that only changes the |
///         | owner                                                         |
///      2  | version of birth                                              |
///      3  | pid                           | seq                           |
///         +-------------------------------+---------------+-------+-------+
///      4  |                               |               | owner | writer|
///         +-------------------------------+---------------+-------+-------+
///
/// A step is the first of its row in this commit if its version is not that of the commit. [#settle] leaves these steps only, one for each
/// route that listeners are told of: what it was; what it is now is in the row.
final class RouteLog {
    private static final int WORDS = 5;
    private static final int INITIAL = 256 * WORDS;
    /// A larger array is not kept from commit to commit.
    private static final int KEPT = 8192 * WORDS;
    private static final long OWNER_ONLY = -1;

    private final RouteStore store;
    private final RouteRows rows;
    private final SharedAttributes attributes;
    private long[] words = new long[INITIAL];
    private int size;
    private Cause cause = new Cause.Request("none", 0, 0);
    private long version;
    /// Number of who stands behind the cause, 0 before it is needed.
    private int writer;

    RouteLog(RouteStore store) {
        this.store = store;
        this.rows = store.rows();
        this.attributes = store.attributes();
    }

    void begin(Cause why, long next) {
        cause = why;
        version = next;
        writer = 0;
    }

    /// The number of who changes things in this commit.
    ///
    /// @throws org.rtsock.api.RoutingException ENOBUFS when there were too many others before
    int writer() {
        if (writer == 0) {
            writer = store.owners().of(cause);
        }
        return writer;
    }

    /// Makes a route of a key that has no row.
    void create(RouteRow route, int to) {
        int by = writer();
        reserve();
        int row = store.create(route);
        write(row, to, by);
    }

    /// Gives a route a value; one that is dead lives again.
    void write(int row, int to, int owner) {
        int by = writer();
        push(row, rows.version(row));
        attributes.move(row, to);
        rows.changed(row, version, by, RouteRows.pair(cause.pid(), cause.seq()));
        rows.owner(row, owner);
    }

    void delete(int row) {
        write(row, 0, rows.owner(row));
    }

    /// Deletes the routes of a table that this commit made.
    void deleteNew(int table) {
        for (int step = 0, end = size; step < end; step++) {
            int row = row(step);
            if (before(step) == 0 && rows.table(row) == table && rows.attributes(row) != 0) {
                delete(row);
            }
        }
    }

    /// Gives a route to another owner, which is no change.
    void assign(int row, int owner) {
        if (rows.owner(row) != owner) {
            push(row, OWNER_ONLY);
            rows.owner(row, owner);
        }
    }

    private void push(int row, long before) {
        reserve();
        int at = size * WORDS;
        words[at] = RouteRows.pair(row, rows.attributes(row));
        words[at + 1] = before;
        words[at + 2] = rows.born(row);
        words[at + 3] = rows.request(row);
        words[at + 4] = (long) rows.owner(row) << 8 | rows.writer(row);
        size++;
    }

    private void reserve() {
        if ((size + 1) * WORDS > words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
    }

    int size() {
        return size;
    }

    /// Takes back the steps from a place on.
    void undo(int mark) {
        while (size > mark) {
            size--;
            int row = row(size);
            if (before(size) == OWNER_ONLY) {
                rows.owner(row, owner(size));
                continue;
            }
            attributes.move(row, attributesBefore(size));
            restore(size);
            rows.owner(row, owner(size));
            if (before(size) == 0) {
                store.tableOf(row).unlink(row);
                store.release(row);
            }
        }
    }

    /// Leaves the net effect of the commit. A route that came back to its value has not changed: its version is what it was. One that was
    /// of another protocol is not the same any more: its life begins anew.
    ///
    /// @return whether there is any
    boolean settle() {
        int kept = 0;
        for (int step = 0; step < size; step++) {
            if (before(step) != version && before(step) != OWNER_ONLY && settle(step)) {
                System.arraycopy(words, step * WORDS, words, kept++ * WORDS, WORDS);
            }
        }
        size = kept;
        return kept > 0;
    }

    private boolean settle(int step) {
        int row = row(step);
        int was = attributesBefore(step);
        int is = rows.attributes(row);
        if (is == 0) {
            store.tableOf(row).unlink(row);
            if (was == 0) {
                store.release(row);
            }
            return was != 0;
        }
        if (was == is) {
            restore(step);
            return false;
        }
        boolean goesOn = was != 0 && attributes.at(was).protocol() == attributes.at(is).protocol();
        rows.born(row, goesOn ? bornBefore(step) : version);
        return true;
    }

    private void restore(int step) {
        int row = row(step);
        rows.changed(row, before(step), (int) words[step * WORDS + 4] & RouteRows.MAX_OWNER, words[step * WORDS + 3]);
        rows.born(row, bornBefore(step));
    }

    /// After [#settle], whether a route of this step has gone.
    boolean isEnd(int step) {
        return attributesBefore(step) != 0 && (attributesNow(step) == 0 || rows.born(row(step)) == version);
    }

    int row(int step) {
        return (int) (words[step * WORDS] >>> 32);
    }

    int attributesBefore(int step) {
        return (int) words[step * WORDS];
    }

    int attributesNow(int step) {
        return rows.attributes(row(step));
    }

    long bornBefore(int step) {
        return words[step * WORDS + 2];
    }

    private long before(int step) {
        return words[step * WORDS + 1];
    }

    private int owner(int step) {
        return (int) words[step * WORDS + 4] >>> 8;
    }

    /// The commit is over, published or undone: gives back what nobody reads any more.
    void end() {
        for (int step = 0; step < size; step++) {
            if (attributesNow(step) == 0) {
                store.release(row(step));
            }
        }
        size = 0;
        if (words.length > KEPT) {
            words = new long[INITIAL];
        }
        store.sweep();
    }
}
