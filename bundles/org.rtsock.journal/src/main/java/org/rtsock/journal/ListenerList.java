// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtsock.api.Registration;
import org.rtsock.api.reporter.ReportListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listeners of one message type (`rts_ifdlisteners` and kin). Any thread; it changes seldom and is walked at every commit, so it is
/// copied on write.
final class ListenerList {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerList.class);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /// One registration. A listener that registers twice has two.
    private final class Entry implements Registration {
        private final ReportListener listener;

        Entry(ReportListener listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            entries.remove(this);
        }
    }

    Registration register(ReportListener listener) {
        Entry entry = new Entry(listener);
        entries.add(entry);
        return entry;
    }

    /// Wakes them all. One that throws is logged: the commit and the other listeners go on.
    void wake() {
        for (Entry entry : entries) {
            try {
                entry.listener.readable();
            } catch (RuntimeException e) {
                LOG.error("A listener failed to be woken: {}", entry.listener, e);
            }
        }
    }

    /// The lowest cursor that is above 0 and not below the floor, `Long.MAX_VALUE` when there is none.
    long oldestCursor(long floor) {
        long oldest = Long.MAX_VALUE;
        for (Entry entry : entries) {
            long cursor = entry.listener.cursor();
            if (cursor > 0 && cursor >= floor) {
                oldest = Math.min(oldest, cursor);
            }
        }
        return oldest;
    }

    int size() {
        return entries.size();
    }

    void clear() {
        entries.clear();
    }
}
