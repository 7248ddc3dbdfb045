// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Values that many rows share, each held once under a small number from 1 up, with the count of its uses.
///
/// A value without uses stays until the [#sweep] at the end of the commit, because the commit may be undone, and because the published
/// state still shows it. Guarded by the kernel's lock, but for [#get] and [#size].
final class InternTable<T> {
    private final String name;
    private final int bound;
    private final Map<T, Integer> numbers = new HashMap<>();
    /// Replaced by a longer one when it is full; volatile for readers without the lock, who must find its content.
    private volatile @Nullable Object[] values = new @Nullable Object[8];
    /// Uses of a number, or for a free one the next free number.
    private int[] uses = new int[8];
    private int used = 1;
    private int free;
    /// Written under the lock, read by any thread.
    private volatile int size;
    /// Numbers that were without uses at some time since the last sweep.
    private int[] idle = new int[8];
    private int idles;

    /// @param name  what the values are, in the plural, for refusals
    /// @param bound the largest number
    InternTable(String name, int bound) {
        this.name = name;
        this.bound = bound;
    }

    /// The number of a value, 0 when it has none.
    int find(T value) {
        Integer number = numbers.get(value);
        return number == null ? 0 : number;
    }

    /// The number of a value, a new one when it has none. It lasts until the next sweep, or as long as it is used.
    ///
    /// @throws RoutingException ENOBUFS when there are no more numbers
    int intern(T value) {
        int known = find(value);
        if (known != 0) {
            return known;
        }
        int number = free != 0 ? free : used;
        if (number > bound) {
            throw new RoutingException(Errno.ENOBUFS, value + " is one more than the " + bound + " " + name + " that can be held");
        }
        reserve(number);
        numbers.put(value, number);
        if (number == free) {
            free = uses[number];
        } else {
            used++;
        }
        uses[number] = 0;
        values[number] = value;
        size++;
        idle[idles++] = number;
        return number;
    }

    /// Room for one more number, and for one more that is idle.
    private void reserve(int number) {
        if (number == uses.length) {
            uses = Arrays.copyOf(uses, 2 * number);
            values = Arrays.copyOf(values, 2 * number);
        }
        if (idles == idle.length) {
            idle = Arrays.copyOf(idle, 2 * idles);
        }
    }

    void use(int number) {
        uses[number]++;
    }

    void drop(int number) {
        if (--uses[number] == 0) {
            if (idles == idle.length) {
                idle = Arrays.copyOf(idle, 2 * idles);
            }
            idle[idles++] = number;
        }
    }

    /// The value of a number, null for a free one. Any thread that knows that the number is in use.
    @SuppressWarnings("unchecked") // only intern() fills it
    @Nullable T get(int number) {
        return (T) values[number];
    }

    /// The value of a number that is in use.
    T at(int number) {
        T value = get(number);
        if (value == null) {
            throw new IllegalStateException("number " + number + " of " + name + " is not in use");
        }
        return value;
    }

    /// Frees the values without uses.
    ///
    /// @param freed is told of each number while it still has its value
    void sweep(IntConsumer freed) {
        while (idles > 0) {
            int number = idle[--idles];
            T value = get(number);
            if (value != null && uses[number] == 0) {
                freed.accept(number);
                numbers.remove(value);
                values[number] = null;
                uses[number] = free;
                free = number;
                size--;
            }
        }
    }

    /// Values. Any thread.
    int size() {
        return size;
    }

    /// Numbers in use are below this.
    int used() {
        return used;
    }
}
