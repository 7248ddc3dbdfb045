// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;

/// The reporters under each type. Added and called under the kernel's lock; a registration may be closed on any thread.
final class SinkLists {
    private final Map<MessageType, SinkList> lists = new ConcurrentHashMap<>();
    private final AtomicLong detached = new AtomicLong();

    Registration add(MessageType type, ReportSink sink) {
        return of(type).add(sink);
    }

    /// The reporters under a type, those that come later included.
    SinkList of(MessageType type) {
        return lists.computeIfAbsent(type, _ -> new SinkList(type, detached::incrementAndGet));
    }

    /// Reporters that were taken off because they threw.
    long detached() {
        return detached.get();
    }
}
