// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.protosw.RouteDomainTest.refused;
import static org.rtsock.protosw.Router.route;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Level;

class RouteOutputTest {
    private static final Credentials GUEST = new Credentials("guest", 5, false);
    private final Router router = new Router();

    private RouteReply request(Credentials credentials, Operation operation, Route route, Level level) {
        return router.domain.routeOutput(new RouteRequest(operation, route, level, 0, 12), "test", 42, credentials);
    }

    private RouteReply request(Operation operation, Route route) {
        return request(Credentials.SELF, operation, route, Level.STORED);
    }

    @Test
    void changesCarryTheRequestersCause() {
        RouteReply reply = request(Operation.ADD, route("10.0.0.0/8", 254, Nexthop.on(1)));
        assertEquals(1, reply.version());
        assertEquals(List.of(new Cause.Request("test", 42, 12)), router.kernel.causes);
    }

    @Test
    void requesterDoesNotDecideTheState() {
        Route boasting = new Route(
                route("10.0.0.0/8", 254).key(), 4, RouteType.BLACKHOLE, List.of(), RouteState.FAILED, Errno.EIO);
        Route stored = request(Operation.ADD, boasting).route();
        assertEquals(RouteState.STORED, stored.state());
        assertEquals(null, stored.failure());
    }

    @Test
    void changeIsExact() {
        request(Operation.ADD, route("10.0.0.0/8", 254, Nexthop.on(1)));
        refused(Errno.ESRCH, () -> request(Operation.CHANGE, route("10.1.0.0/16", 254, Nexthop.on(2))));
        assertEquals(2, request(Operation.CHANGE, route("10.0.0.0/8", 254, Nexthop.on(2))).version());
    }

    @Test
    void deleteLooksAtTheKeyAndRepliesWhatWasThere() {
        Route there = route("10.0.0.0/8", 254, Nexthop.on(1));
        request(Operation.ADD, there);
        Nexthop nonsense = Nexthop.via(IpAddress.parse("fe80::1"), 9);
        assertEquals(there, request(Operation.DELETE, route("10.0.0.0/8", 254, nonsense)).route());
        refused(Errno.ESRCH, () -> request(Operation.DELETE, there));
        assertEquals(3L, router.domain.read().get("requests"));
        assertEquals(1L, router.domain.read().get("requests.refused"));
    }

    @Test
    void getMatchesTheLongestPrefix() {
        request(Operation.ADD, route("10.0.0.0/8", 254, Nexthop.on(1)));
        request(Operation.ADD, route("10.1.0.0/16", 254, Nexthop.on(1)));
        RouteReply reply = request(GUEST, Operation.GET, route("10.1.2.3", 254), Level.STORED);
        assertEquals(Prefix.parse("10.1.0.0/16"), reply.route().key().prefix());
        assertEquals(2, reply.version());
    }

    @Test
    void getWithoutAMatchNamesAddressAndTable() {
        RoutingException e = refused(Errno.ESRCH, () -> request(Operation.GET, route("10.0.0.1", -2)));
        assertEquals("no route to 10.0.0.1 in table 4294967294", e.getMessage());
    }

    @Test
    void onlyWritersWriteAndThatIsAskedFirst() {
        for (Operation operation : List.of(Operation.ADD, Operation.CHANGE, Operation.DELETE, Operation.LOCK)) {
            refused(Errno.EACCES, () -> request(GUEST, operation, route("10.0.0.0/8", 254), Level.PROGRAMMED));
        }
        RoutingException e =
                refused(Errno.EACCES, () -> request(GUEST, Operation.ADD, route("10.0.0.0/8", 254), Level.STORED));
        assertEquals("user guest may not add routes", e.getMessage());
    }

    @Test
    void gatewayOfTheWrongFamilyIsNamed() {
        Route wrong = route("10.0.0.0/8", 254, Nexthop.via(IpAddress.parse("fe80::1"), 1));
        RoutingException e = refused(Errno.EINVAL, () -> request(Operation.ADD, wrong));
        assertEquals("gateway fe80::1 is inet6, prefix 10.0.0.0/8 is inet", e.getMessage());
        refused(Errno.EINVAL, () -> request(Operation.CHANGE, wrong));
    }

    @Test
    void nobodyProgramsRoutesYet() {
        for (Operation operation : List.of(Operation.ADD, Operation.CHANGE, Operation.DELETE)) {
            RoutingException e = refused(
                    Errno.EOPNOTSUPP,
                    () -> request(Credentials.SELF, operation, route("10.0.0.0/8", 254), Level.PROGRAMMED));
            assertEquals("wait programmed: no driver programs routes yet", e.getMessage());
        }
        assertEquals(0, router.kernel.version());
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        Route route = route("10.0.0.0/8", 254, Nexthop.on(1));
        refused(Errno.EOPNOTSUPP, () -> request(Operation.LOCK, route));
        refused(Errno.EOPNOTSUPP, () -> request(Operation.MARK, route));
        Route nat = new Route(route.key(), 4, RouteType.NAT, List.of(), RouteState.STORED, null);
        refused(Errno.EINVAL, () -> request(Operation.ADD, nat));
        Route broadcast = new Route(
                route("2001:db8::/32", 254).key(), 4, RouteType.BROADCAST, List.of(), RouteState.STORED, null);
        refused(Errno.EINVAL, () -> request(Operation.ADD, broadcast));
    }

    @Test
    void routeThatWouldNotFitAFrameIsRefused() {
        Nexthop[] many = Collections.nCopies(1025, Nexthop.on(1)).toArray(new Nexthop[0]);
        RoutingException e = refused(Errno.EINVAL, () -> request(Operation.ADD, route("10.0.0.0/8", 254, many)));
        assertEquals("route 10.0.0.0/8 has 1025 next hops, more than 1024", e.getMessage());
    }
}
