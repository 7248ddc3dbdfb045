// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.reporter.Reporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The message types that have a reporter now. Any thread.
final class ReportedTypes {
    private static final Logger LOG = LoggerFactory.getLogger(ReportedTypes.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by the lock; of two reporters of a type the first counts, as everywhere.
    private final Map<Reporter, ObjectForm> forms = new LinkedHashMap<>();
    /// Replaced under the lock.
    private volatile Map<String, ObjectForm> byName = Map.of();
    /// Guarded by the lock.
    private boolean closed;

    /// @throws RuntimeException what the reporter's codec throws
    void add(Reporter reporter) {
        ObjectForm form = new ObjectForm(reporter.codec());
        lock.lock();
        try {
            forms.put(reporter, form);
            publish();
        } finally {
            lock.unlock();
        }
    }

    /// @return the type, if this reporter is the one that counted
    @Nullable ObjectForm remove(Reporter reporter) {
        lock.lock();
        try {
            ObjectForm form = forms.remove(reporter);
            boolean counted = form != null && byName.get(form.type().name()) == form;
            publish();
            return counted ? form : null;
        } finally {
            lock.unlock();
        }
    }

    private void publish() {
        Map<String, ObjectForm> next = new HashMap<>();
        forms.values().forEach(form -> next.putIfAbsent(form.type().name(), form));
        byName = Map.copyOf(next);
        changed.signalAll();
    }

    /// @param name of the type, such as `IFDEV`
    @Nullable ObjectForm get(String name) {
        return byName.get(name);
    }

    /// Waits until a type has a reporter.
    ///
    /// @throws RoutingException ESRCH when it does not come in time
    /// @throws StoppedException after [#close]
    ObjectForm await(String name, long patienceMillis) throws StoppedException {
        @Nullable ObjectForm form = get(name);
        if (form != null) {
            return form;
        }
        if (patienceMillis > 0) {
            LOG.info("Waiting for the reporter of type '{}'", Refusal.shown(name));
        }
        long left = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        lock.lock();
        try {
            form = get(name); // it may have come before we had the lock
            while (form == null && left > 0 && !closed) {
                left = changed.awaitNanos(left);
                form = get(name);
            }
            if (closed) {
                throw new StoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } finally {
            lock.unlock();
        }
        if (form == null) {
            throw new RoutingException(
                    Errno.ESRCH, "type '" + Refusal.shown(name) + "' has no reporter, and none came within " + patienceMillis + " ms");
        }
        return form;
    }

    /// Ends every wait.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
