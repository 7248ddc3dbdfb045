// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.rtsock.api.message.Operation;

/// The row of tombstones. Belongs to the committing thread, but for [#floor].
///
/// The newest of them are in the window and stay. One that leaves it stays only if a reader's place lies in the object's life: at or after
/// its birth, before its end. It was looked at then, and it is looked at again when a place below it is given up; nothing else can make it
/// useless. A place counts here only once the window has passed it, so readers that follow cause no work at all, and giving up a place
/// costs about what its reader read: the deletes between it and the next place.
///
/// The floor rises before the places are looked at: see the package's chapter.
final class Tombstones extends Row<TombstoneBlock> {
    /// Records that may be looked at anew in one go: some microseconds.
    private static final int CHECKS = 4096;

    private final int window;
    private final int cap;
    private final ListenerList listeners;
    private volatile long floor;

    /// Tombstones that were not dropped.
    private int kept;
    /// Where the window begins: blocks before the edge are closed.
    private int edge;

    private int edgeRecord;
    private int inWindow;

    /// The places below the floor when tombstones were looked at last.
    private Places places = new Places();

    private Places spare = new Places();
    /// A place was given up, and blocks from the head of the row up to here have been looked at since.
    private boolean sweeping;

    private int swept;

    Tombstones(JournalBounds bounds, BlockSizes sizes, HeldBlocks held, ListenerList listeners) {
        super(sizes, held, new TombstoneBlock[0]);
        this.window = bounds.resumeWindow();
        this.cap = bounds.maxTombstones();
        this.listeners = listeners;
    }

    /// Appends the tombstone in the draft.
    ///
    /// @return whether the array of blocks is another one now
    boolean append(Draft draft, long version, long born) {
        TombstoneBlock before = tail();
        TombstoneBlock block = blockFor(version, draft.length());
        int length = draft.writeTo(block, Operation.DELETE, version, born);
        block.append(version, born, 0, length);
        block.count(born);
        kept++;
        inWindow++;
        boolean made = kept > cap && makeRoom();
        return made || block != before;
    }

    /// Deletes up to this version may not be known: whoever comes with an older place must start over. A reader on the list may be below
    /// it and still be whole. Any thread.
    long floor() {
        return floor;
    }

    void raiseFloor(long version) {
        floor = Math.max(floor, version);
    }

    /// Drops what nobody needs any more, between commits.
    ///
    /// @return whether the array of blocks is another one now
    boolean settle() {
        look(CHECKS);
        return shrink();
    }

    /// The cap was passed. What nobody needs goes first, then what the readers at the lowest place need, and so on.
    private boolean makeRoom() {
        look(Long.MAX_VALUE);
        while (kept > cap) {
            TombstoneBlock block = blocks()[0];
            for (int i = 1; block.liveCount() == 0; i++) {
                block = blocks()[i];
            }
            int oldest = block.firstKept();
            listeners.expireBetween(block.born(oldest), block.version(oldest));
            look(Long.MAX_VALUE);
        }
        return shrink();
    }

    private boolean shrink() {
        if (!compact()) {
            return false;
        }
        // Blocks before the edge were replaced by fewer.
        edge = 0;
        while (blocks()[edge].isClosed()) {
            edge++;
        }
        swept = 0;
        return true;
    }

    /// Drops what left the window and nobody needs, and what nobody needs any more because a place was given up.
    private void look(long checks) {
        if (inWindow > window) {
            raiseFloor(newestLeaving());
        } else if (kept == inWindow) {
            return; // the window is all there is
        }
        Places former = places;
        places = spare;
        spare = former;
        places.clear();
        listeners.addPlaces(places, floor);
        places.sort();
        if (!places.containsAll(former)) {
            sweeping = true;
            swept = 0;
        }
        leaveWindow();
        sweep(checks);
    }

    private long newestLeaving() {
        int block = edge;
        int record = edgeRecord + inWindow - window - 1;
        while (record >= blocks()[block].count()) {
            record -= blocks()[block++].count();
        }
        return blocks()[block].version(record);
    }

    private void leaveWindow() {
        while (inWindow > window) {
            passFullBlocks();
            dropUnlessNeeded(blocks()[edge], edgeRecord++);
            inWindow--;
        }
        passFullBlocks();
    }

    /// Moves the edge over blocks of which nothing is in the window any more, but for the one that grows.
    private void passFullBlocks() {
        while (edgeRecord == blocks()[edge].count() && edge < blocks().length - 1) {
            close(blocks()[edge++]);
            edgeRecord = 0;
        }
    }

    private void sweep(long checks) {
        long left = checks;
        while (sweeping && left > 0) {
            if (swept == edge) {
                checkEach(blocks()[edge], edgeRecord);
                sweeping = false;
            } else {
                left -= check(blocks()[swept++]);
            }
        }
    }

    /// Judges a block, as a whole if it can be.
    ///
    /// @return how many records had to be looked at
    private int check(TombstoneBlock block) {
        if (block.isAllNeeded(places)) {
            return 0;
        }
        if (block.isAllUseless(places)) {
            kept -= block.liveCount();
            block.dropAll();
            buryAll(block);
            return 0;
        }
        checkEach(block, block.count());
        return block.count();
    }

    private void checkEach(TombstoneBlock block, int end) {
        long oldestBorn = Long.MAX_VALUE;
        long newestBorn = 0;
        for (int record = 0; record < block.count(); record++) {
            if (!block.isDropped(record) && (record >= end || !dropUnlessNeeded(block, record))) {
                oldestBorn = Math.min(oldestBorn, block.born(record));
                newestBorn = Math.max(newestBorn, block.born(record));
            }
        }
        block.bornBetween(oldestBorn, newestBorn);
    }

    private boolean dropUnlessNeeded(TombstoneBlock block, int record) {
        boolean useless = block.born(record) > places.below(block.version(record));
        if (useless) {
            block.drop(record);
            bury(block, block.frameLength(record));
            kept--;
        }
        return useless;
    }

    @Override
    TombstoneBlock newBlock(long directory, long firstVersion, BlockMemory memory) {
        return new TombstoneBlock(directory, firstVersion, memory);
    }

    @Override
    void move(TombstoneBlock source, TombstoneBlock target) {
        target.moveFrom(source);
    }

    @Override
    void left(TombstoneBlock block) {
        // nothing leads to a tombstone
    }
}
