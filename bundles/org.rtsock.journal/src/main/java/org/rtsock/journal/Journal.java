// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.rtsock.api.Cause;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldWriter;

/// The records of one message type. Methods belong to the committing thread where they do not say otherwise; see the package's chapter.
final class Journal {
    private final MessageType type;
    private final Draft draft;
    private final HeldBlocks held;
    private final Values values;
    private final Tombstones tombstones;
    /// Of the newest report.
    private long newest;

    private boolean replayed;
    private volatile long published;
    private volatile long compactions;
    private volatile Directory directory;

    Journal(MessageType type, JournalBounds bounds, BlockSizes sizes, ListenerList listeners) {
        this.type = type;
        draft = new Draft(type.number());
        held = new HeldBlocks(bounds.maxHeldBytes(), sizes, listeners);
        values = new Values(sizes, held);
        tombstones = new Tombstones(bounds, sizes, held, listeners);
        directory = new Directory(0, values.blocks(), tombstones.blocks(), 0);
    }

    /// Deletes up to this version are unknown from the start.
    void begin(long floor) {
        tombstones.raiseFloor(floor);
    }

    /// Whether a report leads to a record, for which the caller must encode the object into [#payload] before [#report].
    ///
    /// @throws IllegalArgumentException for a report that the kernel would not make
    boolean makesRecord(Operation operation, int slot, long version, long born) {
        if (version < newest || born < 1 || born > version) {
            throw new IllegalArgumentException(
                    "report of version " + version + ", born " + born + ", after one of version " + newest);
        }
        boolean delete = operation == Operation.DELETE;
        if (!delete && operation != Operation.ADD && operation != Operation.CHANGE) {
            throw new IllegalArgumentException("operation " + operation + " is not a report");
        }
        if (slot < 0 && !(delete && slot == ReportSink.NO_SLOT)) {
            throw new IllegalArgumentException("report of operation " + operation + " for slot " + slot);
        }
        // What came and went in one commit leaves nothing: nobody can have heard of it.
        return !delete || born < version;
    }

    /// Where to encode the object.
    FieldWriter payload() {
        return draft.payload();
    }

    /// Does what a report says that [#makesRecord] was asked about.
    void report(Operation operation, int slot, long version, long born, Cause cause) {
        draft.cause(cause);
        newest = version;
        boolean reshaped;
        if (operation != Operation.DELETE) {
            reshaped = values.append(draft, operation, slot, version, born);
        } else {
            if (slot != ReportSink.NO_SLOT) {
                values.remove(slot, version);
            }
            reshaped = born < version && tombstones.append(draft, version, born);
        }
        if (reshaped) {
            show(directory.compactedAt());
        }
    }

    /// Every report so far belongs to this version or an earlier one, and readers may see it: what was superseded up to here may go.
    void published(long version) {
        published = version;
        boolean settled = tombstones.settle();
        boolean compacted = values.compact();
        if (compacted) {
            compactions++;
        }
        if (compacted || !replayed) {
            // What the kernel replayed at first is the state now; earlier states were never here.
            show(version);
        } else if (settled) {
            show(directory.compactedAt());
        }
        replayed = true;
        held.audit(values.liveBytes());
    }

    MessageType type() {
        return type;
    }

    /// The blocks as they stand. Any thread.
    Directory directory() {
        return directory;
    }

    /// See [Tombstones#floor]. Any thread.
    long floor() {
        return tombstones.floor();
    }

    /// The newest version that was published here, perhaps a moment ago. Any thread.
    long published() {
        return published;
    }

    /// A reader let go of a directory. Any thread.
    void released(Directory released) {
        if (released != directory) {
            held.released();
        }
    }

    /// A reader that holds a directory leaves the list. Any thread.
    void abandoned(Directory left) {
        held.abandoned(left);
    }

    /// Bytes that wait for the next blocks. Any thread.
    long spareBytes() {
        return held.spareBytes();
    }

    /// Bytes of blocks that only readers hold. Any thread.
    long heldBytes() {
        return held.bytes();
    }

    /// Passes over the values so far. Any thread.
    long compactions() {
        return compactions;
    }

    /// Bytes of the index, as they happen to be. Any thread.
    long indexBytes() {
        return values.indexFootprint();
    }

    private void show(long compactedAt) {
        directory = new Directory(held.nextDirectory(), values.blocks(), tombstones.blocks(), compactedAt);
        held.shown();
    }
}
