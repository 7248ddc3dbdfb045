// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// What a kernel holds of some types, as it tells a reporter that comes. Not by way of any journal, so a journal can be held against it.
public final class KernelState {
    private KernelState() {}

    /// The objects of the types now. They are those of one version if nobody commits meanwhile.
    public static Map<RoutingKey, RoutingObject> of(Kernel kernel, Collection<MessageType> types) {
        Map<RoutingKey, RoutingObject> state = new HashMap<>();
        for (MessageType type : types) {
            Collector collector = new Collector(type);
            // What there is is given before this returns. Closing does not wait for a report of a commit that came since.
            kernel.attach(collector).close();
            state.putAll(collector.take());
        }
        return state;
    }

    /// Told by committing threads, taken by the caller's.
    private static final class Collector implements ReportSink {
        private final MessageType type;
        /// Guarded by this, as the next.
        private final Map<RoutingKey, RoutingObject> objects = new HashMap<>();
        private boolean taken;

        private Collector(MessageType type) {
            this.type = type;
        }

        /// What was told up to now. What is told from now on does not count.
        private synchronized Map<RoutingKey, RoutingObject> take() {
            taken = true;
            return objects;
        }

        @Override
        public MessageType type() {
            return type;
        }

        @Override
        public void attached(long floor) {}

        @Override
        public synchronized void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
            if (taken) {
                return;
            }
            if (operation == Operation.DELETE) {
                objects.remove(object.key());
            } else {
                objects.put(object.key(), object);
            }
        }

        @Override
        public void published(long version) {}
    }
}
