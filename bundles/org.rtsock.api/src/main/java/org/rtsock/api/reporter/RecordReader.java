// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.reporter;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.Registration;

/// An entry of a listener list, and the listener's place in the records of the type. Closing takes it off the list (RTS_UNREGISTER).
///
/// Reading a cut to version V: [#hold] for V, which must be a published one; then [#deletes] and [#values]; then [#release]. One thread
/// reads; [#cursor] and [#close] may be called from any. No call waits for the writer, and the writer waits for no reader: what a slow one
/// holds may be taken away from it, and then it must start over.
@ConsumerType
public interface RecordReader extends Registration {
    /// Version up to which the listener has read the type; 0 when it has to start over or never began.
    long cursor();

    /// Takes hold of the records as they stand. Holding again takes hold of newer ones instead.
    ///
    /// @param version published, and the one to which the cut will be read
    /// @return false when the deletes after the cursor are not known any more, or when the records of the last cut were taken away: the
    ///         listener must forget what it holds of the type and read from 0
    boolean hold(long version);

    /// Values that were superseded up to this version are not among the records held, so cuts to earlier versions cannot be read.
    long compactedAt();

    /// The deletes that a reader at version `from` is owed at version `to`: objects that lived at `from` and went by `to`. None for `from` 0.
    /// Those that came back since are among them; their new life is among the [#values].
    ///
    /// The cursor is the reader's own: the next call of this or [#values] starts it anew.
    RecordCursor deletes(long from, long to);

    /// The values that stand at version `to`, of objects that came or changed after version `from`.
    RecordCursor values(long from, long to);

    /// The cut has been read: the cursor is at this version, and nothing is held any more.
    void release(long version);
}
