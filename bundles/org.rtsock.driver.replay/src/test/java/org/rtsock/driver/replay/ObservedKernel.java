// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
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
            MessageType.ROUTE,
            Label.TYPE,
            Tag.TYPE);
    private static final Cause TESTER = new Cause.Driver("tester");

    final Kernel kernel = new KernelCore(16);
    /// Reports since the test last took them. Owned by the committing thread, as the next.
    private final List<String> log = new ArrayList<>();
    private final Map<RoutingKey, RoutingObject> reported = new HashMap<>();

    ObservedKernel() {
        TYPES.forEach(type -> kernel.attach(new Sink(type)));
    }

    /// What listeners know, read between two commits.
    Map<RoutingKey, RoutingObject> state() {
        Map<RoutingKey, RoutingObject> copy = new HashMap<>();
        kernel.commit(TESTER, tx -> copy.putAll(reported));
        return copy;
    }

    /// The keys of what listeners know, as text, sorted.
    List<String> keys() {
        return state().keySet().stream().map(RoutingKey::text).sorted().toList();
    }

    /// Reports since the last call, such as `7 DELETE ifd 2`: the version, then what happened.
    List<String> takeLog() {
        List<String> copy = new ArrayList<>();
        kernel.commit(TESTER, tx -> {
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
            log.add(version + " " + operation + " " + object.key().text() + " by " + cause.origin());
            boolean known = operation == Operation.DELETE
                    ? reported.remove(object.key()) != null
                    : reported.put(object.key(), object) != null;
            if (known != (operation != Operation.ADD)) {
                log.add("WRONG " + operation + " " + object);
            }
        }

        @Override
        public void published(long version) {}
    }
}
