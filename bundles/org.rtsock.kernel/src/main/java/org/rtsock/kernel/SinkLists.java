// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reporters under each type. Added and called under the kernel's lock; a registration may be closed on any thread.
final class SinkLists {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLists.class);

    private final Map<MessageType, List<AttachedSink>> lists = new ConcurrentHashMap<>();
    private final AtomicLong detached = new AtomicLong();

    Registration add(MessageType type, ReportSink sink) {
        List<AttachedSink> list = lists.computeIfAbsent(type, _ -> new CopyOnWriteArrayList<>());
        AttachedSink attached = new AttachedSink(type, sink, list);
        list.add(attached);
        return attached;
    }

    void report(Report report) {
        of(report.type()).forEach(sink -> sink.call(report::to));
    }

    void published(Set<MessageType> types, long version) {
        for (MessageType type : types) {
            of(type).forEach(sink -> sink.call(s -> s.published(version)));
        }
    }

    /// Reporters that were taken off because they threw.
    long detached() {
        return detached.get();
    }

    private List<AttachedSink> of(MessageType type) {
        return lists.getOrDefault(type, List.of());
    }

    /// A reporter on its list. Closing does not wait for a call that is under way, so that it never blocks; no further one begins.
    private final class AttachedSink implements Registration {
        private final MessageType type;
        private final ReportSink sink;
        private final List<AttachedSink> list;
        private volatile boolean closed;

        AttachedSink(MessageType type, ReportSink sink, List<AttachedSink> list) {
            this.type = type;
            this.sink = sink;
            this.list = list;
        }

        /// A reporter that throws has lost a report, whatever it threw: it is of no use any more, and must not stop the kernel.
        void call(Consumer<ReportSink> message) {
            if (!closed) {
                try {
                    message.accept(sink);
                } catch (Throwable e) {
                    close();
                    detached.incrementAndGet();
                    LOG.error("Reporter {} of {} failed and is detached", sink.getClass().getName(), type.word(), e);
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            list.remove(this);
        }
    }
}
