// SPDX-License-Identifier: Apache-2.0
/// The conflating journal that reporters are built on: a [JournalReporter] is both ends of a reporter, the one that the kernel calls and
/// the one that listeners read.
///
/// ## What is kept
///
/// A record is a whole native frame, encoded once, when the kernel reports the change. `Values` holds the records of objects that live and
/// those that were superseded since the last compaction; `Tombstones` holds the records of objects that went. Each is a row of blocks, in
/// the order of versions. A block is bytes and, beside them, columns: version, place of the frame, and for values the version that
/// superseded them. `Index` leads from an object's key to its newest value, which is all that conflation needs: a newer value marks the
/// older one, in place, with its own version.
///
/// ## How a cut is read
///
/// A reader that leads a listener from version `from` to version `to` takes every value with `from < version <= to` that was not superseded
/// at or before `to`, and every tombstone with `from < version <= to` whose object was born at or before `from`. The first are found by
/// binary search, so a listener that follows live reads what the commit wrote and little else. Snapshot, catch-up and live are this one
/// walk with different numbers.
///
/// Two things follow from it for several reports of one key in one commit. A value superseded at its own version lies in no such walk;
/// neither does a tombstone of an object that was born in the commit in which it went, so that one is not even written.
///
/// ## Who calls whom, on which thread
///
/// The kernel's committing thread is the one writer: `ReportSink.report` -> `Draft` (encode) -> `Values` or `Tombstones` (append) ->
/// `Directory` (when the rows of blocks changed); `ReportSink.published` -> `ListenerList` (wake) -> `Compaction`. The kernel's commit lock
/// orders one committing thread after the other, so what the writer owns has no lock of its own. Readers come from any thread, take the
/// present `Directory` out of one volatile field and walk it without a lock.
///
/// ## Why readers need no lock
///
/// A reader may ask for a cut to version `to` only when it read `to`, or a later version, from `Kernel.version()` before it took the view.
/// The kernel writes that volatile field after every report up to that version was made. So everything the writer did up to `to` happens
/// before everything the reader does: all blocks that hold such records are in the directory it takes, and their bytes and columns are
/// visible. What the writer does later can be seen in part, in any order, and does not matter:
///
/// - the version of a later record reads as 0 (not yet) or as a number above `to`; both end the walk, so nothing else of that record is
///   looked at;
/// - the mark of a later supersession reads as 0 or as a number above `to`; both mean that the value stands at `to`;
/// - a directory made later holds other block objects, but a reader stays with the one it took, and garbage collection keeps its blocks.
///
/// The two columns that are read while they change are accessed in opaque mode, so that a `long` is never seen half written; no access
/// needs a fence.
///
/// A directory taken after `to` was read may have been compacted at a later version, and values that stood at `to` may be gone from it. It
/// says so (`RecordView.compactedAt`), and the reader reads the version anew.
///
/// ## What bounds the memory
///
/// Compaction rewrites blocks of which more than half is superseded and merges small neighbours; it runs after the listeners were woken,
/// copies a bounded amount a commit, and is paid by what was superseded. Superseded bytes stay below live bytes and one open block, apart
/// from what waits for its turn after a large commit. Tombstones are kept for listeners that have not read them and for as many as the
/// resume window holds, never more than the cap; dropping one raises the floor, below which a reader is told to begin again.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.journal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
