// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

/// Small numbers for the objects of one type. Guarded by the kernel's lock.
final class SlotAllocator {
    private final Deque<Integer> free = new ArrayDeque<>();
    private int used;

    int take() {
        Integer slot = free.poll();
        return slot != null ? slot : used++;
    }

    void release(int slot) {
        free.add(slot);
    }
}
