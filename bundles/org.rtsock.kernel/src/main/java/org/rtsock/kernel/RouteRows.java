// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RouteRow;

/// All routes of the kernel as rows of nine words in flat pages, by row number. Row 0 is none.
///
///   word  63              47              31              15              0
///         +---------------------------------------------------------------+
///      0  | prefix, bits 0 to 63                                          |
///      1  | prefix, bits 64 to 127                                        |
///         +-------------------------------+-------------------------------+
///      2  | priority                      | instance                      |
///         +-------+-------+---------------+---------------+-------+-------+
///      3  | length| tos   | source        | table         | owner | writer|
///         +-------+-------+---------------+---------------+-------+-------+
///      4  | attributes, 0 for dead        |F| next row of the same prefix |
///         +-------------------------------+-------------------------------+
///      5  | version of the last change                                    |
///      6  | version of birth                                              |
///         +-------------------------------+-------------------------------+
///      7  | pid of the last change        | seq of the last change        |
///         +-------------------------------+-------------------------------+
///      8  | previous of same attributes   | next of same attributes       |
///         +-------------------------------+-------------------------------+
///
/// F is set in the first row of a prefix. Source, table, owner and writer are the numbers that these have in [RouteStore]. The writer is who made the last change. Words 0 to 2
/// and the upper half of word 3 are the key: they stay while the row lives, so a reader of the published state may read them. A word of
/// 64 bits is read whole.
///
/// A page is never moved, so growing costs no more at a million routes than at a thousand. Guarded by the kernel's lock.
final class RouteRows {
    static final int NONE = 0;
    /// Row numbers have so many bits.
    static final int ROW_BITS = 27;
    static final int MAX_ROW = (1 << ROW_BITS) - 1;
    /// Numbers of owners and writers end here.
    static final int MAX_OWNER = 0xff;
    /// Numbers of tables and sources end here.
    static final int MAX_TABLE = 0xffff;
    static final int MAX_SOURCE = 0xffff;

    private static final int WORDS = 9;
    private static final int PAGE_BITS = 10;
    private static final int PAGE_ROWS = 1 << PAGE_BITS;
    private static final long UPPER = 0xffff_ffff_0000_0000L;
    private static final long LOWER = 0xffff_ffffL;
    private static final long FIRST = 0x8000_0000L;

    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int PREFERENCE = 2;
    private static final int APART = 3;
    private static final int ATTRIBUTES = 4;
    private static final int VERSION = 5;
    private static final int BORN = 6;
    private static final int REQUEST = 7;
    private static final int SHARED = 8;

    /// Replaced by a longer one when a page is added; volatile for readers without the lock, who must find the pages' content.
    private volatile long[][] pages = {};
    private int used = 1;
    private int free = NONE;
    private int live;

    /// A row with the key of a route, without attributes, of version 0.
    ///
    /// @throws RoutingException ENOBUFS when there are no more row numbers
    int take(RouteRow route, int source, int table) {
        int row = free;
        if (row != NONE) {
            free = next(row);
        } else {
            row = used;
            if (row >>> PAGE_BITS == pages.length) {
                addPage();
            }
            used++;
        }
        live++;
        long[] page = page(row);
        int at = at(row);
        page[at + HIGH] = route.high();
        page[at + LOW] = route.low();
        page[at + PREFERENCE] = pair(route.priority(), route.instance());
        page[at + APART] = pair(apart(route.length(), route.tos(), source), table << 16);
        Arrays.fill(page, at + ATTRIBUTES, at + WORDS, 0);
        return row;
    }

    private void addPage() {
        int count = pages.length;
        if (count == 1 << ROW_BITS - PAGE_BITS) {
            throw new RoutingException(Errno.ENOBUFS, "there are " + live + " routes, no more are possible");
        }
        long[][] more = Arrays.copyOf(pages, count + 1);
        more[count] = new long[PAGE_ROWS * WORDS];
        pages = more;
    }

    /// Gives a row back, which nobody reads any more.
    void release(int row) {
        set(row, ATTRIBUTES, pair(0, free));
        free = row;
        live--;
    }

    /// Rows that were taken and not released.
    int live() {
        return live;
    }

    /// Row numbers in use are below this.
    int bound() {
        return used;
    }

    long bytes() {
        return (long) pages.length * PAGE_ROWS * WORDS * Long.BYTES;
    }

    long high(int row) {
        return get(row, HIGH);
    }

    long low(int row) {
        return get(row, LOW);
    }

    boolean hasPrefix(int row, long high, long low, int length) {
        long[] page = page(row);
        int at = at(row);
        return page[at + HIGH] == high && page[at + LOW] == low && page[at + APART] >>> 56 == length;
    }

    /// Priority and instance as one word.
    long preference(int row) {
        return get(row, PREFERENCE);
    }

    int priority(int row) {
        return upper(get(row, PREFERENCE));
    }

    int instance(int row) {
        return (int) get(row, PREFERENCE);
    }

    /// Length, type of service and source as one number, see [#apart(int, int, int)].
    int apart(int row) {
        return upper(get(row, APART));
    }

    static int apart(int length, int tos, int source) {
        return length << 24 | tos << 16 | source;
    }

    static long pair(int upper, int lower) {
        return (long) upper << 32 | lower & LOWER;
    }

    int length(int row) {
        return (int) (get(row, APART) >>> 56);
    }

    int tos(int row) {
        return (int) (get(row, APART) >>> 48) & 0xff;
    }

    int source(int row) {
        return (int) (get(row, APART) >>> 32) & MAX_SOURCE;
    }

    int table(int row) {
        return (int) get(row, APART) >>> 16;
    }

    int owner(int row) {
        return (int) get(row, APART) >>> 8 & MAX_OWNER;
    }

    int writer(int row) {
        return (int) get(row, APART) & MAX_OWNER;
    }

    void owner(int row, int owner) {
        set(row, APART, get(row, APART) & ~0xff00L | (long) owner << 8);
    }

    /// 0 for a row that is dead, or not yet alive.
    int attributes(int row) {
        return upper(get(row, ATTRIBUTES));
    }

    void attributes(int row, int attributes) {
        set(row, ATTRIBUTES, (long) attributes << 32 | get(row, ATTRIBUTES) & LOWER);
    }

    /// The next row of the same prefix.
    int next(int row) {
        return (int) get(row, ATTRIBUTES) & MAX_ROW;
    }

    void next(int row, int next) {
        set(row, ATTRIBUTES, get(row, ATTRIBUTES) & ~(long) MAX_ROW | next);
    }

    /// Whether it is the first row of its prefix.
    boolean isFirst(int row) {
        return (int) get(row, ATTRIBUTES) < 0;
    }

    void first(int row, boolean is) {
        set(row, ATTRIBUTES, is ? get(row, ATTRIBUTES) | FIRST : get(row, ATTRIBUTES) & ~FIRST);
    }

    long version(int row) {
        return get(row, VERSION);
    }

    long born(int row) {
        return get(row, BORN);
    }

    void born(int row, long born) {
        set(row, BORN, born);
    }

    /// Pid and seq of the last change as one word.
    long request(int row) {
        return get(row, REQUEST);
    }

    /// Notes who made the last change, and when.
    void changed(int row, long version, int writer, long request) {
        long[] page = page(row);
        int at = at(row);
        page[at + VERSION] = version;
        page[at + REQUEST] = request;
        page[at + APART] = page[at + APART] & ~0xffL | writer;
    }

    int nextShared(int row) {
        return (int) get(row, SHARED);
    }

    int previousShared(int row) {
        return upper(get(row, SHARED));
    }

    void shared(int row, int previous, int next) {
        set(row, SHARED, pair(previous, next));
    }

    void nextShared(int row, int next) {
        set(row, SHARED, get(row, SHARED) & UPPER | next);
    }

    void previousShared(int row, int previous) {
        set(row, SHARED, pair(previous, nextShared(row)));
    }

    private long get(int row, int word) {
        return page(row)[at(row) + word];
    }

    private void set(int row, int word, long value) {
        page(row)[at(row) + word] = value;
    }

    private long[] page(int row) {
        return pages[row >>> PAGE_BITS];
    }

    private static int at(int row) {
        return (row & PAGE_ROWS - 1) * WORDS;
    }

    private static int upper(long word) {
        return (int) (word >>> 32);
    }
}
