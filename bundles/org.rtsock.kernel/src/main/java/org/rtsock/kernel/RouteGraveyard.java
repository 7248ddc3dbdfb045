// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteRow;

/// The newest deletes of routes, oldest first, in a ring of seven words each. Guarded by the kernel's lock.
///
///         +---------------------------------------------------------------+
///      0  | prefix, bits 0 to 63                                          |
///      1  | prefix, bits 64 to 127                                        |
///         +-------------------------------+-------------------------------+
///      2  | priority                      | instance                      |
///         +-------------------------------+-------+-------+-------+-------+
///      3  | table                         | length| tos   | family| writer|
///         +-------------------------------+-------+-------+-------+-------+
///      4  | version of the delete                                         |
///      5  | version of birth                                              |
///         +-------------------------------+-------------------------------+
///      6  | pid                           | seq                           |
///         +-------------------------------+-------------------------------+
final class RouteGraveyard {
    private static final int WORDS = 7;
    private static final int INITIAL = 64;

    private final int capacity;
    private long[] words;
    private @Nullable RouteAttributes[] attributes;
    private @Nullable Prefix[] sources;
    private int oldest;
    private int size;
    private long floor;

    /// @param capacity deletes remembered, 0 or more
    RouteGraveyard(int capacity) {
        this.capacity = capacity;
        int initial = Math.min(capacity, INITIAL);
        words = new long[initial * WORDS];
        attributes = new @Nullable RouteAttributes[initial];
        sources = new @Nullable Prefix[initial];
    }

    void bury(RouteRow route, long version, long born, int writer, long request) {
        if (capacity == 0) {
            floor = version;
            return;
        }
        if (size == capacity) {
            floor = version(0);
            oldest = (oldest + 1) % size;
            size--;
        } else if (size == attributes.length) {
            grow();
        }
        int place = place(size++);
        int at = place * WORDS;
        words[at] = route.high();
        words[at + 1] = route.low();
        words[at + 2] = RouteRows.pair(route.priority(), route.instance());
        words[at + 3] = RouteRows.pair(
                route.table(), route.length() << 24 | route.tos() << 16 | route.family().ordinal() << 8 | writer);
        words[at + 4] = version;
        words[at + 5] = born;
        words[at + 6] = request;
        attributes[place] = route.attributes();
        sources[place] = route.source();
    }

    /// It is full but may be larger, so nothing was forgotten yet and the oldest is the first.
    private void grow() {
        int larger = (int) Math.min(capacity, 2L * size);
        words = Arrays.copyOf(words, larger * WORDS);
        attributes = Arrays.copyOf(attributes, larger);
        sources = Arrays.copyOf(sources, larger);
    }

    /// Deletes up to this version may be forgotten.
    long floor() {
        return floor;
    }

    int size() {
        return size;
    }

    /// Fills in the route of a delete.
    ///
    /// @param index from the oldest, 0 to less than [#size()]
    void fill(RouteRow route, int index) {
        int place = place(index);
        int at = place * WORDS;
        int packed = (int) words[at + 3];
        route.prefix(Family.values()[packed >>> 8 & 0xff], words[at], words[at + 1], packed >>> 24)
                .table((int) (words[at + 3] >>> 32))
                .priority((int) (words[at + 2] >>> 32))
                .apart(packed >>> 16 & 0xff, sources[place], (int) words[at + 2]);
        RouteAttributes last = attributes[place];
        if (last != null) {
            route.attributes(last);
        }
    }

    long version(int index) {
        return words[place(index) * WORDS + 4];
    }

    long born(int index) {
        return words[place(index) * WORDS + 5];
    }

    int writer(int index) {
        return (int) words[place(index) * WORDS + 3] & RouteRows.MAX_OWNER;
    }

    long request(int index) {
        return words[place(index) * WORDS + 6];
    }

    private int place(int index) {
        return (oldest + index) % attributes.length;
    }
}
