// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The blocks that went out of the rows and that readers in a cut still hold: how many bytes, and who must let go when they are too many.
/// Belongs to the committing thread where a method does not say otherwise.
///
/// A directory shows a block when its number lies between that of the first one with the block and that of the first one without; so the
/// block is held when a reader holds a directory in between. When none does, its memory serves another one: but not where a reader was
/// seen to leave, or made to, with what it held, for it may still be reading.
final class HeldBlocks {
    /// @param memory not kept from the collector: readers may let go long before the next commit
    private record Gone(long from, long until, long bytes, int records, WeakReference<BlockMemory> memory) {}

    private final long max;
    private final SpareMemory spare;
    private final ListenerList listeners;
    private final List<Gone> gone = new ArrayList<>();
    private final Places held = new Places();
    /// Number of the newest directory.
    private long directory;

    /// Somebody may be reading what this directory and older ones show, unseen.
    private final AtomicLong abandoned = new AtomicLong();

    private boolean grown;
    private volatile boolean released;
    private volatile long bytes;

    HeldBlocks(long max, BlockSizes sizes, ListenerList listeners) {
        this.max = max;
        this.spare = new SpareMemory(sizes);
        this.listeners = listeners;
    }

    /// Memory for a block of so many records and bytes, or more.
    BlockMemory memory(int records, int length) {
        return spare.take(records, length);
    }

    /// Number of the directory that will be made next.
    long nextDirectory() {
        return directory + 1;
    }

    /// That directory has been made.
    void shown() {
        directory++;
    }

    /// A block went out of its row: the next directory will not show it.
    void retired(Block block) {
        gone.add(new Gone(
                block.directory(), nextDirectory(), block.footprint(), block.count(), new WeakReference<>(block.memory())));
        grown = true;
    }

    /// A reader let go of a directory that was not the newest any more. Any thread.
    void released() {
        released = true;
    }

    /// A reader that holds a directory will not be seen any more. Any thread.
    void abandoned(Directory left) {
        abandoned.accumulateAndGet(left.number(), Math::max);
    }

    /// Bytes that wait for the next blocks. Any thread.
    long spareBytes() {
        return spare.bytes();
    }

    /// Bytes held by readers alone, when somebody looked last. Any thread.
    long bytes() {
        return bytes;
    }

    /// Counts, and takes the oldest directories away from their readers while too much is held. Call when the newest directory has been
    /// shown, or a reader might take an older one unseen.
    ///
    /// As many bytes as live are allowed beside the bound: else a listener whose snapshot takes longer than all values need to change once
    /// would start over for ever.
    void audit(long liveBytes) {
        if (gone.isEmpty() || !grown && !released) {
            return;
        }
        grown = false;
        released = false;
        do {
            held.clear();
            listeners.addDirectories(held);
            held.sort();
            long left = abandoned.get();
            for (Iterator<Gone> blocks = gone.iterator(); blocks.hasNext(); ) {
                Gone block = blocks.next();
                if (held.below(block.until()) < block.from()) {
                    blocks.remove();
                    BlockMemory memory = block.memory().get();
                    if (memory != null && block.from() > left) {
                        spare.give(memory, block.records(), liveBytes);
                    }
                }
            }
            bytes = gone.stream().mapToLong(Gone::bytes).sum();
        } while (bytes > max + liveBytes && listeners.expireOldestHolder());
    }
}
