// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Locale;
import java.util.Objects;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.BatchReply;
import org.rtsock.api.socket.RequestBatch;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;

/// `route_output`: carries out requests. The protocol has decoded the message; from there the checks come in 4.4BSD's order, with the
/// permission first as in the BSDs that let anybody open a socket: who may do it, what can be done at all, whether the fields fit, and then
/// what the kernel says.
final class RouteOutput {
    private final Kernel kernel;

    RouteOutput(Kernel kernel) {
        this.kernel = kernel;
    }

    /// @param origin transport of the requester
    /// @param pid    for the cause of what changes
    RouteReply carryOut(RouteRequest request, String origin, int pid, Credentials credentials) {
        requirePermission(request, credentials);
        requireKnown(request.operation(), request.object().type());
        if (request.operation() != Operation.GET) {
            requireLevel(request.level());
        }
        Cause cause = new Cause.Request(origin, pid, request.seq());
        return switch (request.object()) {
            case Route route -> carryOut(request, route, cause);
            case Redirect redirect when request.operation() == Operation.ADD -> redirect(redirect, cause);
            case RoutingObject object -> commit(cause, tx -> apply(request.operation(), object, tx));
        };
    }

    /// Who may read may look at everything. A lookup that is reported reaches all other sockets, so it is more than reading.
    private static void requirePermission(RouteRequest request, Credentials credentials) {
        boolean reads = request.operation() == Operation.GET && request.lookup() != Lookup.REPORTED;
        if (!reads && !credentials.mayWrite()) {
            throw new RoutingException(
                    Errno.EACCES,
                    "user " + credentials.user() + " may not " + request.operation().name().toLowerCase(Locale.ROOT) + " "
                            + request.object().type().word() + "s");
        }
    }

    private static void requireKnown(Operation operation, MessageType type) {
        if (!RouteRequest.isFor(operation, type)) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP, "operation " + operation + " is not for objects of type " + type.word());
        }
    }

    private static void requireLevel(Level level) {
        if (level == Level.PROGRAMMED) {
            throw new RoutingException(Errno.EOPNOTSUPP, "wait programmed: no driver programs routes yet");
        }
    }

    private RouteReply carryOut(RouteRequest request, Route route, Cause cause) {
        Route.Key key = route.key();
        return switch (request.operation()) {
            case LOSING -> new RouteReply(kernel.losing(cause, key.table(), key.prefix().address()), kernel.version());
            case GET -> find(request.lookup(), key, cause);
            default -> commit(cause, tx -> write(request.operation(), route, tx));
        };
    }

    private static RoutingObject write(Operation operation, Route route, Transaction tx) {
        return switch (operation) {
            case ADD -> tx.add(RequestedRoute.added(route));
            case CHANGE -> {
                // 4.4BSD changed whatever route matched; like its heirs, we change the very one.
                RequestedRoute.check(route);
                yield tx.change(RequestedRoute.changed(existing(tx, route.key()), route));
            }
            case LOCK -> tx.change(RequestedRoute.locked(existing(tx, route.key()), route));
            default -> tx.delete(route.key());
        };
    }

    /// Many writes in one commit.
    BatchReply carryOut(RequestBatch batch, String origin, int pid, Credentials credentials) {
        if (!credentials.mayWrite()) {
            throw new RoutingException(Errno.EACCES, "user " + credentials.user() + " may not write");
        }
        requireLevel(batch.level());
        int[] carriedOut = {0};
        long version = kernel.commit(new Cause.Request(origin, pid, batch.seq()), tx -> carriedOut[0] = writeAll(batch, tx));
        return new BatchReply(carriedOut[0], version);
    }

    private static int writeAll(RequestBatch batch, Transaction tx) {
        int carriedOut = 0;
        boolean more = true;
        while (more) {
            try {
                more = batch.next();
                if (more) {
                    write(batch, tx);
                    carriedOut++;
                }
            } catch (RoutingException e) {
                batch.refused(e);
            }
        }
        return carriedOut;
    }

    private static void write(RequestBatch batch, Transaction tx) {
        RouteRow row = batch.row();
        if (row != null) {
            tx.add(RequestedRoute.added(row));
            return;
        }
        RoutingObject object = batch.object();
        Operation operation = batch.operation();
        requireKnown(operation, object.type());
        switch (object) {
            case Redirect redirect when operation == Operation.ADD -> throw notInABatch(operation, redirect);
            case RoutingObject any when operation == Operation.GET || operation == Operation.LOSING -> throw notInABatch(operation, any);
            case Route route -> write(operation, route, tx);
            case RoutingObject any -> apply(operation, any, tx);
        }
    }

    private static RoutingException notInABatch(Operation operation, RoutingObject object) {
        return new RoutingException(
                Errno.EOPNOTSUPP, "operation " + operation + " of a " + object.type().word() + " is not for a batch");
    }

    private RouteReply find(Lookup lookup, Route.Key key, Cause cause) {
        Prefix prefix = key.prefix();
        // Read before the lookup, so that the version is never newer than the answer.
        long version = kernel.version();
        Route match =
                switch (lookup) {
                    case LONGEST -> kernel.lookup(key.table(), prefix.address());
                    case REPORTED -> kernel.resolve(cause, key.table(), prefix.address());
                    case PREFIX -> kernel.find(key.table(), prefix);
                    case EXACT -> (Route) commit(cause, tx -> existing(tx, key)).object();
                };
        if (match == null) {
            String wanted = lookup == Lookup.PREFIX ? "exactly " + prefix : prefix.address().toString();
            throw new RoutingException(
                    Errno.ESRCH, "no route to " + wanted + " in table " + Integer.toUnsignedString(key.table()));
        }
        return new RouteReply(match, version);
    }

    private static Route existing(Transaction transaction, Route.Key key) {
        return (Route) existing(transaction, (RoutingKey) key);
    }

    private static RoutingObject existing(Transaction transaction, RoutingKey key) {
        RoutingObject present = transaction.get(key);
        if (present == null) {
            throw new RoutingException(Errno.ESRCH, key.text() + " does not exist");
        }
        return present;
    }

    private RouteReply redirect(Redirect redirect, Cause cause) {
        long version = kernel.redirect(cause, redirect);
        RoutingObject[] result = {redirect};
        kernel.commit(cause, tx -> {
            // It may have ended since.
            if (tx.get(redirect.key()) instanceof Redirect present) {
                result[0] = present;
            }
        });
        return new RouteReply(result[0], version);
    }

    private static RoutingObject apply(Operation operation, RoutingObject object, Transaction transaction) {
        return switch (operation) {
            case ADD -> transaction.add(object);
            case CHANGE -> transaction.change(object);
            case DELETE -> transaction.delete(object.key());
            default -> existing(transaction, object.key());
        };
    }

    private interface Work {
        RoutingObject in(Transaction transaction);
    }

    /// @param work answers with the object as it is stored, or was
    private RouteReply commit(Cause cause, Work work) {
        RoutingObject[] result = new RoutingObject[1];
        long version = kernel.commit(cause, tx -> result[0] = work.in(tx));
        return new RouteReply(Objects.requireNonNull(result[0]), version);
    }
}
