// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.protosw.RouteDomainTest.refused;
import static org.rtsock.protosw.Router.route;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.BatchReply;
import org.rtsock.api.socket.RequestBatch;
import org.rtsock.api.socket.RouteRequest.Level;

/// Many writes in one transaction.
class RequestBatchTest {
    private static final Credentials GUEST = new Credentials("guest", 5, false);

    private final Router router = new Router();
    private final List<String> refusals = new ArrayList<>();

    private record Item(Operation operation, RoutingObject object, boolean asRow) {}

    /// Goes on after a refusal.
    private final class Batch implements RequestBatch {
        private final List<Item> items;
        private final Level level;
        private int next;

        Batch(Level level, Item... items) {
            this.items = List.of(items);
            this.level = level;
        }

        @Override
        public Level level() {
            return level;
        }

        @Override
        public int pid() {
            return 77;
        }

        @Override
        public int seq() {
            return 12;
        }

        @Override
        public boolean next() {
            return next < items.size() && next++ < items.size();
        }

        private Item present() {
            return items.get(next - 1);
        }

        @Override
        public Operation operation() {
            return present().operation();
        }

        @Override
        public @Nullable RouteRow row() {
            return present().asRow() ? new RouteRow().set((Route) present().object()) : null;
        }

        @Override
        public RoutingObject object() {
            return present().object();
        }

        @Override
        public void refused(RoutingException why) {
            refusals.add(next - 1 + " " + why);
        }
    }

    private static Item object(Operation operation, RoutingObject object) {
        return new Item(operation, object, false);
    }

    private static Item row(Route route) {
        return new Item(Operation.ADD, route, true);
    }

    private BatchReply carryOut(Credentials credentials, Level level, Item... items) {
        return router.domain.routeOutput(new Batch(level, items), "test", 42, credentials);
    }

    @Test
    void batchIsOneCommitWithTheRequestersCause() {
        Route a = route("10.0.0.0/8", 254, Nexthop.on(1));
        Route b = route("11.0.0.0/8", 254, Nexthop.on(1));
        BatchReply reply = carryOut(
                Credentials.SELF, Level.STORED, row(a), object(Operation.ADD, b), object(Operation.DELETE, a),
                object(Operation.ADD, new RtTable(7, "t7", Family.INET)));
        assertEquals(new BatchReply(4, 1), reply);
        assertEquals(List.of(new Cause.Request("test", 42, 12)), router.kernel.causes);
        assertEquals(List.of(b), router.kernel.objects(MessageType.ROUTE));
    }

    @Test
    void requesterDoesNotDecideTheStateOfARowEither() {
        Route boasting =
                new Route(route("10.0.0.0/8", 254).key(), 4, RouteType.BLACKHOLE, List.of(), RouteState.FAILED, Errno.EIO);
        carryOut(Credentials.SELF, Level.STORED, row(boasting));
        assertEquals(RouteState.STORED, ((Route) router.kernel.objects(MessageType.ROUTE).getFirst()).state());
    }

    @Test
    void whatIsRefusedIsLeftOutAndNamed() {
        Nexthop six = new Nexthop(IpAddress.parse("fe80::1"), 1, "", 1);
        Redirect redirect = new Redirect(
                new Redirect.Key(254, Prefix.parse("198.51.100.7/32")), IpAddress.parse("192.0.2.253"), IpAddress.parse("192.0.2.254"),
                false);
        BatchReply reply = carryOut(
                Credentials.SELF,
                Level.STORED,
                row(route("10.0.0.0/8", 254, six)),
                row(route("11.0.0.0/8", 254, Nexthop.on(1))),
                object(Operation.DELETE, route("12.0.0.0/8", 254)),
                object(Operation.ADD, redirect),
                object(Operation.LOSING, route("11.0.0.0/8", 254)),
                object(Operation.GET, route("11.0.0.0/8", 254)),
                object(Operation.LOCK, new RtTable(254, "main", Family.INET)));
        assertEquals(1, reply.carriedOut());
        assertEquals(
                List.of(
                        "0 EINVAL: gateway fe80::1 is inet6, prefix 10.0.0.0/8 is inet",
                        "2 ESRCH: " + route("12.0.0.0/8", 254).key() + " does not exist",
                        "3 EOPNOTSUPP: operation ADD of a redirect is not for a batch",
                        "4 EOPNOTSUPP: operation LOSING of a route is not for a batch",
                        "5 EOPNOTSUPP: operation GET of a route is not for a batch",
                        "6 EOPNOTSUPP: operation LOCK is not for objects of type rttable"),
                refusals);
    }

    @Test
    void whoMayNotWriteIsAskedForNothing() {
        RoutingException e = refused(Errno.EACCES, () -> carryOut(GUEST, Level.STORED, row(route("10.0.0.0/8", 254))));
        assertEquals("user guest may not write", e.getMessage());
        assertEquals(List.of(), refusals);
    }

    @Test
    void nobodyProgramsRoutesYet() {
        refused(Errno.EOPNOTSUPP, () -> carryOut(Credentials.SELF, Level.PROGRAMMED, row(route("10.0.0.0/8", 254))));
    }
}
