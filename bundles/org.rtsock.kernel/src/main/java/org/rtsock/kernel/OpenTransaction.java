// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// The transaction of the commit under way. Belongs to the committing thread, which holds the kernel's lock, until it is closed.
///
/// Runs each operation so that it is whole or has not happened.
final class OpenTransaction implements Transaction, AutoCloseable {
    private final KernelState state;
    private final CommitLog log;
    private final ObjectOperations objects;
    private final RouteOperations routes;
    private final Redirects redirects;
    private final Owner writer;
    private final Counters counters;
    private final Thread thread = Thread.currentThread();
    private boolean open = true;

    OpenTransaction(
            KernelState state,
            CommitLog log,
            ObjectOperations objects,
            RouteOperations routes,
            Redirects redirects,
            Cause cause,
            Counters counters) {
        this.state = state;
        this.log = log;
        this.objects = objects;
        this.routes = routes;
        this.redirects = redirects;
        this.writer = Owner.of(cause);
        this.counters = counters;
    }

    @Override
    public RoutingObject add(RoutingObject object) {
        if (object instanceof Route route) {
            RouteRow row = new RouteRow().set(route);
            add(row);
            return stored(route, row);
        }
        long mark = begin();
        try {
            objects.add(object, writer);
            return object;
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    @Override
    public RoutingObject change(RoutingObject object) {
        long mark = begin(object.key());
        try {
            if (object instanceof Route route) {
                RouteRow row = new RouteRow().set(route);
                routes.change(row);
                return stored(route, row);
            }
            return objects.change(object, writer);
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    @Override
    public RoutingObject put(RoutingObject object) {
        if (object instanceof Route route) {
            RouteRow row = new RouteRow().set(route);
            put(row);
            return stored(route, row);
        }
        long mark = begin();
        try {
            objects.put(object, writer);
            return object;
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    /// A route that has just been stored, as it was.
    private Route stored(Route route, RouteRow row) {
        routes.get(row);
        return row.attributes().equals(route.attributes()) ? route : new Route(route.key(), row.attributes());
    }

    @Override
    public RoutingObject delete(RoutingKey key) {
        long mark = begin(key);
        try {
            if (key instanceof Route.Key route) {
                RouteRow row = new RouteRow().key(route);
                routes.delete(row);
                return new Route(route, row.attributes());
            }
            return key instanceof Redirect.Key redirect ? redirects.delete(redirect, routes) : objects.delete(key, writer);
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    @Override
    public boolean remove(RoutingKey key) {
        if (key instanceof Route.Key route) {
            return remove(new RouteRow().key(route));
        }
        long mark = begin(key);
        try {
            if (key instanceof Redirect.Key redirect) {
                boolean present = state.has(key);
                if (present) {
                    redirects.delete(redirect, routes);
                }
                return present;
            }
            return objects.remove(key, writer);
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    @Override
    public @Nullable RoutingObject get(RoutingKey key) {
        requireOpen();
        if (key instanceof Route.Key route) {
            RouteRow row = new RouteRow().key(route);
            return routes.get(row) ? new Route(route, row.attributes()) : null;
        }
        objects.prepare(key);
        return objects.get(key);
    }

    @Override
    public void add(RouteRow route) {
        long mark = begin();
        try {
            routes.add(route);
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    @Override
    public void put(RouteRow route) {
        long mark = begin();
        try {
            routes.put(route);
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    @Override
    public boolean remove(RouteRow route) {
        long mark = begin();
        try {
            return routes.remove(route);
        } catch (Throwable e) {
            refuse(mark);
            throw e;
        }
    }

    @Override
    public boolean get(RouteRow route) {
        requireOpen();
        return routes.get(route);
    }

    /// `rtredirect`. Not for the work of others, which could go on after one that was refused and half counted.
    void redirect(Redirect redirect) {
        requireOpen();
        redirects.accept(redirect, routes);
    }

    /// `rt_losing`: deletes the route if a redirect made it and it may be deleted by this cause; a driver's is left to the driver.
    void lose(Route.Key key) {
        if (get(key) instanceof Route present && present.attributes().has(RouteFlag.DYNAMIC) && routes.mayDelete(new RouteRow().key(key))) {
            delete(key);
        }
    }

    @Override
    public List<RoutingKey> owned(MessageType type) {
        requireOpen();
        List<RoutingKey> keys = new ArrayList<>();
        if (type.equals(MessageType.ROUTE)) {
            routes.owned(keys);
        }
        state.forEach(type, entry -> {
            if (entry.owner().equals(writer)) {
                keys.add(entry.value().key());
            }
        });
        return keys;
    }

    /// The work is over: whoever kept the transaction can do nothing with it any more.
    @Override
    public void close() {
        open = false;
    }

    /// @return the place to which a refused operation is taken back
    private long begin() {
        requireOpen();
        return log.mark();
    }

    private long begin(RoutingKey key) {
        requireOpen();
        objects.prepare(key);
        return log.mark();
    }

    private void refuse(long mark) {
        log.undo(mark);
        counters.rejected();
    }

    private void requireOpen() {
        if (!open || Thread.currentThread() != thread) {
            throw new IllegalStateException("a transaction is valid on its committing thread while its work runs");
        }
    }
}
