// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.ReportListener;

/// A journal of one object that was born at version 1, without a resume window.
final class SmallJournal implements ReportListener {
    private static final Cause CAUSE = new Cause.Driver("test");

    final ListenerList list = new ListenerList();
    final Journal journal =
            new Journal(MessageType.IFDEV, new JournalBounds(0, 1000, 1 << 20), new BlockSizes(96, 96), list);

    SmallJournal() {
        report(Operation.ADD, 1);
        journal.published(1);
    }

    void report(Operation operation, long version) {
        journal.payload().u64(version);
        journal.report(operation, 0, version, 1, CAUSE);
    }

    JournalReader register(long cursor) {
        return JournalReader.register(journal, list, this, cursor);
    }

    @Override
    public void readable() {
        // nobody sleeps here
    }

    @Override
    public int id() {
        return 1;
    }
}
