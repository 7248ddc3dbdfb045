// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The blocks that went out of the rows and that readers in a cut still hold: how many bytes, and who must let go when they are too many.
/// Belongs to the committing thread, but for [#released] and [#bytes].
///
/// Blocks are not referred to, or they would be held here. A directory shows a block when its number lies between that of the first one
/// with the block and that of the first one without; so the block is held when a reader holds a directory in between.
final class HeldBlocks {
    private record Gone(long from, long until, long bytes) {}

    private final long max;
    private final ListenerList listeners;
    private final List<Gone> gone = new ArrayList<>();
    private final Predicate<Gone> isFree = this::isFree;
    private final Places held = new Places();
    /// Number of the newest directory.
    private long directory;

    private boolean grown;
    private volatile boolean released;
    private volatile long bytes;

    HeldBlocks(long max, ListenerList listeners) {
        this.max = max;
        this.listeners = listeners;
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
        gone.add(new Gone(block.directory(), nextDirectory(), block.footprint()));
        grown = true;
    }

    /// A reader let go of a directory that was not the newest any more. Any thread.
    void released() {
        released = true;
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
            gone.removeIf(isFree);
            bytes = gone.stream().mapToLong(Gone::bytes).sum();
        } while (bytes > max + liveBytes && listeners.expireOldestHolder());
    }

    private boolean isFree(Gone block) {
        return held.below(block.until()) < block.from();
    }
}
