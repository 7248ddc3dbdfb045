// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.reporter;

import org.osgi.annotation.versioning.ConsumerType;

/// The records of one type at one moment, for any number of readers without locks. It does not change under a reader, nor hold the writer back.
///
/// A view serves cuts to versions V with `compactedAt() <= V`, V being published before the view was taken.
@ConsumerType
public interface RecordView {
    /// Deletes up to this version are not known: a reader with an older cursor (above 0) must be reset.
    long floor();

    /// Values that were superseded up to this version are gone, so cuts to earlier versions cannot be read from this view.
    long compactedAt();

    /// The deletes that a reader at version `from` is owed at version `to`: objects that lived at `from` and went by `to`.
    /// Those that came back since are among them; their new life is among the [#values].
    RecordCursor deletes(long from, long to);

    /// The newest values at version `to` of objects that came or changed after version `from`.
    RecordCursor values(long from, long to);
}
