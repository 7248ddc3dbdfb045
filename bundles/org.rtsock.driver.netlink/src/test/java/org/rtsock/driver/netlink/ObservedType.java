// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// What listeners know of one message type.
final class ObservedType implements ReportSink {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    record Report(Operation operation, long version, Cause cause) {}

    private final MessageType type;
    /// What the reports of a commit under way have made. Guarded by this, as are the next two.
    private final Map<RoutingKey, RoutingObject> coming = new HashMap<>();
    private List<RoutingObject> state = List.of();
    private final List<Report> reports = new ArrayList<>();

    ObservedType(MessageType type, Kernel kernel) {
        this.type = type;
        kernel.attach(this);
    }

    /// At the newest published version.
    synchronized List<RoutingObject> state() {
        return state;
    }

    /// Since the last call.
    synchronized List<Report> takeReports() {
        List<Report> copy = List.copyOf(reports);
        reports.clear();
        return copy;
    }

    void awaitSize(int size) {
        await(() -> state().size() == size, () -> type.word() + " holds " + state() + " instead of " + size);
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public MessageType type() {
        return type;
    }

    @Override
    public void attached(long floor) {}

    @Override
    public synchronized void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
        reports.add(new Report(operation, version, cause));
        if (operation == Operation.DELETE) {
            coming.remove(object.key());
        } else {
            coming.put(object.key(), object);
        }
    }

    @Override
    public synchronized void published(long version) {
        state = List.copyOf(coming.values());
    }
}
