// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.kernel.KernelCore;

/// A kernel core and the state that its reports add up to, which is what listeners know.
final class ObservedKernel {
    private static final List<MessageType> TYPES = List.of(
            MessageType.IFDEV,
            MessageType.IFLOGICAL,
            MessageType.IFFAMILY,
            MessageType.IFADDR,
            MessageType.RTTABLE,
            MessageType.ROUTE);
    private static final Cause NETLINK = new Cause.Driver("netlink");

    /// Held by a test to keep commits from ending.
    final ReentrantLock gate = new ReentrantLock();
    final Kernel kernel = new KernelCore(16);
    /// Reports since the test last took them. Owned by the committing thread.
    private final List<String> log = new ArrayList<>();
    /// Owned by the committing thread.
    private final Map<RoutingKey, RoutingObject> reported = new HashMap<>();

    ObservedKernel() {
        TYPES.forEach(type -> kernel.attach(new Sink(type)));
    }

    void commit(Consumer<Transaction> work) {
        kernel.commit(NETLINK, work);
    }

    /// What listeners know at a published version: read between two commits.
    List<RoutingObject> state() {
        List<RoutingObject> copy = new ArrayList<>();
        commit(tx -> copy.addAll(reported.values()));
        return copy;
    }

    /// Reports since the last call, such as `DELETE Key[index=2]`; those that do not fit what was reported before start with `WRONG`.
    List<String> takeLog() {
        List<String> copy = new ArrayList<>();
        commit(tx -> {
            copy.addAll(log);
            log.clear();
        });
        return copy;
    }

    private final class Sink implements ReportSink {
        private final MessageType type;

        private Sink(MessageType type) {
            this.type = type;
        }

        @Override
        public MessageType type() {
            return type;
        }

        @Override
        public void attached(long floor) {}

        @Override
        public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
            gate.lock();
            try {
                log.add(operation + " " + object.key());
                boolean known = operation == Operation.DELETE
                        ? reported.remove(object.key()) != null
                        : reported.put(object.key(), object) != null;
                if (known != (operation != Operation.ADD)) {
                    log.add("WRONG " + operation + " " + object);
                }
            } finally {
                gate.unlock();
            }
        }

        @Override
        public void published(long version) {}
    }
}
