// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// A kernel with versions and hardly a rule, which reports to [FakeReporter]s.
final class FakeKernel implements Kernel {
    private record Stored(RoutingObject object, long version, long born, Cause cause) {}

    private record Reported(Operation operation, Stored stored) {}

    final List<FakeReporter<?>> attached = new CopyOnWriteArrayList<>();
    final List<Cause> causes = new ArrayList<>();
    private final Map<RoutingKey, Stored> objects = new LinkedHashMap<>();
    private final List<Reported> deletes = new ArrayList<>();
    final List<Consumer<? super RouteEvent>> listeners = new CopyOnWriteArrayList<>();
    boolean remembersDeletes;
    volatile long version;
    long epoch = 77;

    /// What the kernel does for a reporter that attaches: it is given the state, and the deletes if they are remembered.
    void attach(FakeReporter<?> reporter) {
        reporter.floor = remembersDeletes ? 0 : version;
        reporter.compactedAt = version;
        List<Reported> known = new ArrayList<>();
        deletes.stream().filter(_ -> remembersDeletes).forEach(known::add);
        objects.values().forEach(stored -> known.add(new Reported(Operation.ADD, stored)));
        // Of one commit the deletes first: a route that takes the place of another one.
        known.sort(Comparator.comparingLong(reported -> reported.stored().version()));
        known.stream()
                .filter(reported -> reported.stored().object().type().equals(reporter.type()))
                .forEach(reported -> report(reporter, reported.operation(), reported.stored()));
        attached.add(reporter);
    }

    private static void report(FakeReporter<?> reporter, Operation operation, Stored stored) {
        reporter.report(operation, stored.object(), stored.version(), stored.born(), stored.cause());
    }

    /// The objects of a type as they are now.
    List<RoutingObject> objects(MessageType type) {
        return objects.values().stream().map(Stored::object).filter(object -> object.type().equals(type)).toList();
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
    public RouteLookup lookup(int table, Family family) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Route find(int table, Prefix prefix) {
        return objects.get(Route.Key.of(table, prefix, 0)) instanceof Stored stored ? (Route) stored.object() : null;
    }

    @Override
    public @Nullable Route resolve(Cause cause, int table, IpAddress destination) {
        Route route = lookup(table, destination);
        if (route == null) {
            tell(new RouteEvent.Miss(table, Prefix.of(destination), cause));
        }
        return route;
    }

    @Override
    public Route losing(Cause cause, int table, IpAddress destination) {
        Route route = lookup(table, destination);
        if (route == null) {
            throw new RoutingException(Errno.ESRCH, "no route to " + destination);
        }
        tell(new RouteEvent.Losing(Prefix.of(destination), route, cause));
        return route;
    }

    @Override
    public long redirect(Cause cause, Redirect redirect) {
        return commit(cause, tx -> tx.put(redirect));
    }

    void tell(RouteEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public Registration onEvent(Consumer<? super RouteEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void walk(int table, Prefix within, Consumer<? super RouteRow> visitor) {
        throw new UnsupportedOperationException();
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
            Stored stored = new Stored(object, number, born, cause);
            attached.stream()
                    .filter(reporter -> reporter.type().equals(object.type()))
                    .forEach(reporter -> FakeKernel.report(reporter, operation, stored));
            objects.put(object.key(), stored);
            if (operation == Operation.DELETE) {
                deletes.add(new Reported(operation, stored));
            }
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
            if (object instanceof Route route && get(route.key()) instanceof Route there && there.protocol() != route.protocol()) {
                delete(there.key());
            }
            return objects.containsKey(object.key()) ? change(object) : add(object);
        }

        @Override
        public void add(RouteRow route) {
            add(route.route());
        }

        @Override
        public void put(RouteRow route) {
            put(route.route());
        }

        @Override
        public boolean remove(RouteRow route) {
            return remove(route.key());
        }

        @Override
        public boolean get(RouteRow route) {
            throw new UnsupportedOperationException();
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
