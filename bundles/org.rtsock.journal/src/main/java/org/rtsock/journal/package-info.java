// SPDX-License-Identifier: Apache-2.0
/// The conflating journal that reporters are built on: a [JournalReporter] is both ends of a reporter, the one that the kernel calls and
/// the one that listeners read.
///
/// ## What is kept
///
/// A record is a whole native frame, encoded once, when the kernel reports the change. `Values` holds the records of objects that live and
/// those that were superseded since the last compaction; `Tombstones` holds the records of objects that went. Each is a row of blocks, in
/// the order of versions. A block is bytes and, beside them, three cells a record: its version; the version that superseded a value, or in
/// which the object of a tombstone was born; slot and place of the frame. `Index` leads from the slot that the kernel gave an object to its
/// newest value, which is all that conflation needs: a newer value marks the older one, in place, with its own version. A report finds no
/// key, computes no hash and makes no object.
///
/// ## How a cut is read
///
/// A reader that leads a listener from version `from` to version `to` takes every value with `from < version <= to` that was not superseded
/// at or before `to`, and every tombstone with `from < version <= to` whose object was born at or before `from`. The first are found by
/// binary search, so a listener that follows live reads what the commit wrote and little else. Snapshot, catch-up and live are this one
/// walk with different numbers.
///
/// Two things follow from it for several reports of one object in one commit. A value superseded at its own version lies in no such walk;
/// neither does a tombstone of an object that was born in the commit in which it went, so that one is not even written.
///
/// ## Who calls whom, on which thread
///
/// The kernel's committing thread is the one writer: `ReportSink.report` -> `Draft` (encode) -> `Values` or `Tombstones` (append) ->
/// `Directory` (when the rows of blocks changed); `ReportSink.published` -> `ListenerList` (wake) -> `Tombstones` (drop) -> `Compaction` ->
/// `HeldBlocks`. The kernel's commit lock orders one committing thread after the other, so what the writer owns has no lock of its own.
/// Each `JournalReader` is read by one thread, which takes the present `Directory` out of one volatile field and walks it without a lock.
///
/// ## Why readers need no lock
///
/// A reader may ask for a cut to version `to` only when it read `to`, or a later version, from `Kernel.version()` before it took hold. The
/// kernel writes that volatile field after every report up to that version was made. So everything the writer did up to `to` happens before
/// everything the reader does: all blocks that hold such records are in the directory it takes, and their bytes and cells are visible. What
/// the writer does later can be seen in part, in any order, and does not matter:
///
/// - the version of a later record reads as 0 (not yet) or as a number above `to`; both end the walk, so nothing else of that record is
///   looked at;
/// - the mark of a later supersession reads as 0 or as a number above `to`; both mean that the value stands at `to`;
/// - a directory made later holds other block objects, but a reader stays with the one it took.
///
/// The cells that are read while they change are accessed in opaque mode, so that a `long` is never seen half written; no access needs a
/// fence. Which tombstones were dropped is written where readers never look: one that is dropped is owed to none of them.
///
/// A directory taken after `to` was read may have been compacted at a later version, and values that stood at `to` may be gone from it. It
/// says so (`RecordReader.compactedAt`), and the reader reads the version anew.
///
/// ## For whom tombstones are kept
///
/// The newest are in the resume window and stay. Beyond it a tombstone stays as long as a reader on the list has a *place* in the object's
/// life: `born <= place < version`. A reader's places are its cursor and, in a cut, the version it is being led to; so a transient that
/// came and went after every place is not kept, and a stalled reader keeps no more than it has objects. What leaves the window is looked at
/// once; what stayed is looked at again when a place below it is given up, block by block, most of them as a whole. See `Tombstones`.
///
/// Places change while the writer looks, and three rules keep that safe. All fields named here are volatile, so their accesses have one
/// order that all threads agree on.
///
/// - *A new place against a drop.* The writer raises the floor to the newest version that it may drop, then looks at the places, then
///   drops. Whoever takes a place shows it first (on the list with its cursor; or as the target of a cut) and then looks at the floor. If
///   the writer missed the place, its look came before the place was shown, so the floor was raised before the reader looks at it, and the
///   reader finds its place below the floor: a newcomer starts over, a cut is led to a later version instead. If that one would be the
///   version of the commit under way, nobody waits for it: the cut goes on, and starts over afterwards. A reader that has had its place
///   since before may be below the floor and is whole.
/// - *A place that moves.* A release shows the cursor before it takes the target away, and the writer looks at the target before the
///   cursor; so it sees one of them at least, and a target that it misses has seen its floor.
/// - *A place that is lost.* The writer counts the loss, then drops, then shows a directory without what it dropped. A reader takes the
///   directory first and looks at the losses then. So whoever walks a directory without its tombstones knows that it has lost its place.
///   Its places do not count again until it has taken note, which it does before it looks at the floor.
///
/// ## Who must let go, and how
///
/// A reader in a cut holds the blocks of its directory, even when compaction has replaced them. `HeldBlocks` counts the bytes of such
/// blocks by the numbers of directories. For that it must see every directory that is held: a reader shows the one it took and looks again
/// whether it is still the newest one; if so, all blocks that go later go before the writer's next look. Above the bound the holder of the
/// oldest directory loses its place: the loss is counted and the reference to the directory cleared, by compare-and-set, so that a newer
/// one stays. Cursors refer to the block they are in and to nothing else; they find the next one through that reference, and fail with
/// ESTALE when it is gone. The block in use is not changed by any of this, so nothing is ever read that is not there: the memory of a block
/// serves another one only when no reader holds a directory that shows it, and when none was seen to leave with one as new, whether it lost
/// its place or left the list in the middle of a cut (`HeldBlocks.abandoned`). Whether a cut was whole is decided when it is released: the
/// directory still held, no loss counted, the version not overtaken by the floor. If not, or if the walk failed, every further hold says
/// that the listener must start over, until a cut has been whole.
///
/// A reader that is closed in the middle of a cut loses what it holds in the same way, since off the list it could be neither counted nor
/// expired. Those that leave because the reporter goes keep it: they are few, and read no more than this one cut.
///
/// ## What bounds the memory
///
/// - Superseded bytes: half the live ones and an open block more, apart from what waits for its turn after a large commit. Compaction runs
///   after the listeners were woken, copies a bounded amount a commit, and copies less than what died. What one commit leaves, later ones
///   take up.
/// - Tombstones: the window, and the live state at the places of readers; never more than the cap. Who needs the oldest when the cap is
///   passed loses its place. Bytes of dropped ones are bounded like superseded ones.
/// - Index: eight bytes a slot, in pages that go when nobody uses them.
/// - Blocks that only readers hold: `maxHeldBytes` and as much as lives. When the reporter goes, also what its readers hold until their cut
///   is over.
/// - Memory that waits for the next blocks: a sixteenth of what lives.
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.journal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
