// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// A kernel with versions and no rules, which reports to [FakeReporter]s.
final class FakeKernel implements Kernel {
    private record Stored(RoutingObject object, long version, long born, Cause cause) {}

    final List<FakeReporter<?>> attached = new CopyOnWriteArrayList<>();
    final List<Cause> causes = new ArrayList<>();
    private final Map<RoutingKey, Stored> objects = new LinkedHashMap<>();
    volatile long version;
    long epoch = 77;

    /// What the kernel does for a reporter that attaches: it is given the state; deletes before that are not known.
    void attach(FakeReporter<?> reporter) {
        reporter.floor = version;
        reporter.compactedAt = version;
        objects.values().stream()
                .filter(stored -> stored.object().type().equals(reporter.type()))
                .sorted((a, b) -> Long.compare(a.version(), b.version()))
                .forEach(s -> reporter.report(Operation.ADD, s.object(), s.version(), s.born(), s.cause()));
        attached.add(reporter);
    }

    long put(RoutingObject... values) {
        return commit(new Cause.Driver("test"), tx -> List.of(values).forEach(tx::put));
    }

    long delete(RoutingKey... keys) {
        return commit(new Cause.Driver("test"), tx -> List.of(keys).forEach(tx::delete));
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long commit(Cause cause, Consumer<? super Transaction> work) {
        causes.add(cause);
        Work tx = new Work(version + 1, cause);
        work.accept(tx);
        version++;
        attached.stream().filter(reporter -> tx.touched.containsKey(reporter.type())).forEach(FakeReporter::published);
        return version;
    }

    @Override
    public @Nullable Route lookup(int table, IpAddress destination) {
        return objects.values().stream()
                .map(Stored::object)
                .filter(object -> object instanceof Route route
                        && route.key().table() == table
                        && route.key().prefix().contains(destination))
                .map(Route.class::cast)
                .max((a, b) -> Integer.compare(a.key().prefix().length(), b.key().prefix().length()))
                .orElse(null);
    }

    @Override
    public Registration attach(ReportSink sink) {
        throw new UnsupportedOperationException();
    }

    private final class Work implements Transaction {
        final Map<MessageType, Boolean> touched = new HashMap<>();
        private final long number;
        private final Cause cause;

        Work(long number, Cause cause) {
            this.number = number;
            this.cause = cause;
        }

        private RoutingObject store(Operation operation, RoutingObject object, long born) {
            touched.put(object.type(), true);
            attached.stream()
                    .filter(reporter -> reporter.type().equals(object.type()))
                    .forEach(reporter -> reporter.report(operation, object, number, born, cause));
            objects.put(object.key(), new Stored(object, number, born, cause));
            return object;
        }

        @Override
        public RoutingObject add(RoutingObject object) {
            if (objects.containsKey(object.key())) {
                throw new RoutingException(Errno.EEXIST, object.key() + " exists");
            }
            return store(Operation.ADD, object, number);
        }

        @Override
        public RoutingObject change(RoutingObject object) {
            return store(Operation.CHANGE, object, stored(object.key()).born());
        }

        @Override
        public RoutingObject put(RoutingObject object) {
            return objects.containsKey(object.key()) ? change(object) : add(object);
        }

        @Override
        public RoutingObject delete(RoutingKey key) {
            Stored stored = stored(key);
            store(Operation.DELETE, stored.object(), stored.born());
            objects.remove(key);
            return stored.object();
        }

        @Override
        public boolean remove(RoutingKey key) {
            boolean there = objects.containsKey(key);
            if (there) {
                delete(key);
            }
            return there;
        }

        @Override
        public @Nullable RoutingObject get(RoutingKey key) {
            Stored stored = objects.get(key);
            return stored == null ? null : stored.object();
        }

        @Override
        public List<RoutingKey> owned(MessageType type) {
            return objects.keySet().stream().filter(key -> key.type().equals(type)).toList();
        }

        private Stored stored(RoutingKey key) {
            Stored stored = objects.get(key);
            if (stored == null) {
                throw new RoutingException(Errno.ESRCH, key + " does not exist");
            }
            return stored;
        }
    }
}
