// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Arrays;

/// Where readers stand, in order: versions that they have read or are reading, or numbers of the directories that they hold. All are above
/// 0. Filled anew each time; belongs to the committing thread.
final class Places {
    private long[] places = new long[8];
    private int count;

    void clear() {
        count = 0;
    }

    void add(long place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
        }
        places[count++] = place;
    }

    /// After the last [#add].
    void sort() {
        Arrays.sort(places, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || places[kept - 1] != places[i]) {
                places[kept++] = places[i];
            }
        }
        count = kept;
    }

    /// The highest place below a number, 0 when there is none. So what was born at `born` and went at `version` is owed to somebody here
    /// when `born <= below(version)`.
    long below(long number) {
        int at = Arrays.binarySearch(places, 0, count, number);
        int index = (at < 0 ? -at - 1 : at) - 1;
        return index < 0 ? 0 : places[index];
    }

    boolean containsAll(Places others) {
        for (int i = 0; i < others.count; i++) {
            if (Arrays.binarySearch(places, 0, count, others.places[i]) < 0) {
                return false;
            }
        }
        return true;
    }
}
