// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

/// The blocks of a journal from one change of the rows to the next, as any number of readers share them. Immutable but for the open blocks
/// at the ends of the rows, which grow.
///
/// @param number      one more than that of the directory before
/// @param values      not to be changed any more, like `tombstones`
/// @param compactedAt values that were superseded up to this version may be missing
record Directory(long number, ValueBlock[] values, TombstoneBlock[] tombstones, long compactedAt) {}
