// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.function.LongUnaryOperator;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.ObjectCodec;

/// The records of one message type. All methods but [#directory()] belong to the committing thread; see the package's chapter.
final class Journal<T extends RoutingObject> {
    private final Draft<T> draft;
    private final Values values;
    private final Tombstones tombstones;
    /// Of the newest report.
    private long newest;
    private boolean published;
    private volatile Directory directory;

    /// @param oldestCursor see [Tombstones]
    Journal(ObjectCodec<T> codec, JournalBounds bounds, BlockSizes sizes, LongUnaryOperator oldestCursor) {
        draft = new Draft<>(codec);
        values = new Values(sizes);
        tombstones = new Tombstones(bounds, sizes, oldestCursor);
        directory = new Directory(values.blocks(), tombstones.blocks(), 0, 0, 0, values.indexFootprint());
    }

    /// Deletes up to this version are unknown from the start.
    void begin(long floor) {
        tombstones.raiseFloor(floor);
        show(directory.compactedAt(), directory.compactions());
    }

    /// Appends a record. What cannot be encoded leaves the journal as it was.
    ///
    /// @throws org.rtsock.api.RoutingException EMSGSIZE when the object does not fit a frame
    void report(Operation operation, T object, long version, long born, Cause cause) {
        if (version < newest || born < 1 || born > version) {
            throw new IllegalArgumentException(
                    "report of version " + version + ", born " + born + ", after one of version " + newest);
        }
        boolean reshaped = switch (operation) {
            case ADD, CHANGE ->
                values.append(object.key(), draft, draft.encode(object), operation, version, born, cause);
            case DELETE -> delete(object, version, born, cause);
            default -> throw new IllegalArgumentException("operation " + operation + " is not a report");
        };
        newest = version;
        if (reshaped) {
            show(directory.compactedAt(), directory.compactions());
        }
    }

    /// Every report so far belongs to this version or an earlier one, and readers may see it: what was superseded up to here may go.
    void published(long version) {
        boolean compacted = values.compact();
        if (compacted) {
            show(version, directory.compactions() + 1);
        } else if (!published) {
            // What the kernel replayed is the state now; earlier states were never here.
            show(version, 0);
        }
        published = true;
    }

    /// The blocks as they stand. Any thread.
    Directory directory() {
        return directory;
    }

    private boolean delete(T object, long version, long born, Cause cause) {
        if (born == version) {
            // Came and went in one commit: nobody can have heard of it.
            values.remove(object.key(), version);
            return false;
        }
        int length = draft.encode(object);
        values.remove(object.key(), version);
        return tombstones.append(draft, length, version, born, cause);
    }

    private void show(long compactedAt, long compactions) {
        directory = new Directory(
                values.blocks(),
                tombstones.blocks(),
                tombstones.floor(),
                compactedAt,
                compactions,
                values.indexFootprint());
    }
}
