// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.api.message.RouteMetric.HOPCOUNT;
import static org.rtsock.api.message.RouteMetric.MTU;
import static org.rtsock.api.message.RouteMetric.RTT;
import static org.rtsock.api.message.RouteMetric.SSTHRESH;
import static org.rtsock.protosw.RouteDomainTest.refused;
import static org.rtsock.protosw.Router.route;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics.Entry;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.socket.RouteRequest;

class RouteOutputTest {
    private static final Credentials GUEST = new Credentials("guest", 5, false);
    private final Router router = new Router();

    private RouteReply request(Credentials credentials, Operation operation, RoutingObject object, Level level) {
        return router.domain.routeOutput(new RouteRequest(operation, object, level, 0, 12), "test", 42, credentials);
    }

    private RouteReply find(Credentials credentials, Lookup lookup, RoutingObject object) {
        RouteRequest request = new RouteRequest(Operation.GET, object, Level.STORED, lookup, 0, 12);
        return router.domain.routeOutput(request, "test", 42, credentials);
    }

    private RouteReply request(Operation operation, RoutingObject object) {
        return request(Credentials.SELF, operation, object, Level.STORED);
    }

    private static Route with(Route route, RouteMetrics metrics, RouteFlag... flags) {
        return new Route(route.key(), route.attributes().withMetrics(metrics).withFlags(Set.of(flags)));
    }

    private static Entry metric(RouteMetric metric, long value, boolean locked) {
        return new Entry(metric, value, locked);
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
        for (Operation operation :
                List.of(Operation.ADD, Operation.CHANGE, Operation.DELETE, Operation.LOCK, Operation.LOSING)) {
            refused(Errno.EACCES, () -> request(GUEST, operation, route("10.0.0.0/8", 254), Level.PROGRAMMED));
        }
        RoutingException e =
                refused(Errno.EACCES, () -> request(GUEST, Operation.ADD, route("10.0.0.0/8", 254), Level.STORED));
        assertEquals("user guest may not add routes", e.getMessage());
        refused(Errno.EACCES, () -> request(GUEST, Operation.ADD, table(7), Level.STORED));
        refused(Errno.EACCES, () -> find(GUEST, Lookup.REPORTED, route("10.0.0.1", 254)));
        refused(Errno.ESRCH, () -> find(GUEST, Lookup.LONGEST, route("10.0.0.1", 254)));
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
        refused(Errno.EOPNOTSUPP, () -> request(Operation.MARK, route));
        refused(Errno.EOPNOTSUPP, () -> request(Operation.MISS, route));
        refused(Errno.EOPNOTSUPP, () -> request(Operation.LOCK, table(7)));
        refused(Errno.EOPNOTSUPP, () -> request(Operation.CHANGE, redirect()));
        refused(Errno.EOPNOTSUPP, () -> request(Operation.DELETE, stats()));
        RoutingException e = refused(Errno.EOPNOTSUPP, () -> request(Operation.ADD, Router.ifd(1)));
        assertEquals("operation ADD is not for objects of type ifd", e.getMessage());
        Route nat = new Route(route.key(), 4, RouteType.NAT, List.of(), RouteState.STORED, null);
        refused(Errno.EINVAL, () -> request(Operation.ADD, nat));
        Route broadcast = new Route(
                route("2001:db8::/32", 254).key(), 4, RouteType.BROADCAST, List.of(), RouteState.STORED, null);
        refused(Errno.EINVAL, () -> request(Operation.ADD, broadcast));
    }

    @Test
    void metricsOfAnAddAreThoseThatAreSet() {
        Route asked = with(
                route("10.0.0.0/8", 254, Nexthop.on(1)),
                RouteMetrics.of(metric(MTU, 1400, true), metric(RTT, 0, false)),
                RouteFlag.PROTO1);
        Route added = request(Operation.ADD, asked).route();
        assertEquals(RouteMetrics.of(metric(MTU, 1400, true)), added.metrics());
        assertEquals(Set.of(RouteFlag.PROTO1), added.flags());
    }

    @Test
    void changeKeepsTheMetricsThatItDoesNotName() {
        Route route = route("10.0.0.0/8", 254, Nexthop.on(1));
        request(Operation.ADD, with(route, RouteMetrics.of(metric(MTU, 1400, true), metric(RTT, 7, false))));
        Route changed = request(
                        Operation.CHANGE,
                        with(route("10.0.0.0/8", 254), RouteMetrics.of(metric(MTU, 1300, false), metric(SSTHRESH, 9, true))))
                .route();
        assertEquals(
                RouteMetrics.of(metric(MTU, 1300, false), metric(SSTHRESH, 9, true), metric(RTT, 7, false)), changed.metrics());
        assertEquals(route.nexthops(), changed.nexthops(), "next hops that it does not name stay too");
    }

    @Test
    void lockSetsLocksAndNothingElse() {
        Route route = route("10.0.0.0/8", 254, Nexthop.on(1));
        request(Operation.ADD, with(route, RouteMetrics.of(metric(MTU, 1400, false), metric(RTT, 7, true))));
        Route locked = request(
                        Operation.LOCK,
                        with(route("10.0.0.0/8", 254), RouteMetrics.of(metric(MTU, 99, true), metric(HOPCOUNT, 5, true))))
                .route();
        assertEquals(
                RouteMetrics.of(metric(MTU, 1400, true), metric(HOPCOUNT, 0, true), metric(RTT, 7, true)), locked.metrics());
        assertEquals(route.nexthops(), locked.nexthops());
        Route freed = request(
                        Operation.LOCK,
                        with(route, RouteMetrics.of(metric(RTT, 0, false), metric(HOPCOUNT, 0, false))))
                .route();
        assertEquals(RouteMetrics.of(metric(MTU, 1400, true), metric(RTT, 7, false)), freed.metrics());
        refused(Errno.ESRCH, () -> request(Operation.LOCK, route("10.0.0.0/9", 254)));
    }

    @Test
    void kernelsOwnFlagsAreNotARequesters() {
        Route route = route("10.0.0.0/8", 254, Nexthop.on(1));
        for (RouteFlag flag : List.of(RouteFlag.DYNAMIC, RouteFlag.MODIFIED)) {
            RoutingException e =
                    refused(Errno.EINVAL, () -> request(Operation.ADD, with(route, RouteMetrics.NONE, flag)));
            assertEquals("flag " + flag.word() + " of route 10.0.0.0/8 is the kernel's to set", e.getMessage());
        }
        router.kernel.put(with(route, RouteMetrics.NONE, RouteFlag.DYNAMIC, RouteFlag.PROTO1));
        Route changed = request(Operation.CHANGE, with(route, RouteMetrics.NONE, RouteFlag.PROTO2)).route();
        assertEquals(Set.of(RouteFlag.DYNAMIC, RouteFlag.PROTO2), changed.flags());
    }

    @Test
    void getFindsByAddressByPrefixAndByKey() {
        Route wide = route("10.0.0.0/8", 254, Nexthop.on(1));
        Route narrow = route("10.0.0.0/16", 254, Nexthop.on(1));
        request(Operation.ADD, wide);
        request(Operation.ADD, narrow);
        assertEquals(narrow, find(GUEST, Lookup.LONGEST, wide).object());
        assertEquals(wide, find(GUEST, Lookup.PREFIX, wide).object());
        assertEquals(wide, find(GUEST, Lookup.EXACT, wide).object());
        RoutingException e = refused(Errno.ESRCH, () -> find(GUEST, Lookup.PREFIX, route("10.0.0.0/9", 254)));
        assertEquals("no route to exactly 10.0.0.0/9 in table 254", e.getMessage());
        e = refused(Errno.ESRCH, () -> find(GUEST, Lookup.EXACT, route("10.0.0.0/9", 254)));
        assertEquals("route 10.0.0.0/9 priority 0 in table 254 does not exist", e.getMessage());
    }

    @Test
    void tablesAreAddedRenamedFoundAndDeleted() {
        request(Operation.ADD, table(7));
        refused(Errno.EEXIST, () -> request(Operation.ADD, table(7)));
        RtTable renamed = new RtTable(7, "blue", Family.INET);
        assertEquals(renamed, request(Operation.CHANGE, renamed).object());
        assertEquals(renamed, request(Operation.GET, table(7)).object());
        assertEquals(renamed, request(Operation.DELETE, table(7)).object());
        RoutingException e = refused(Errno.ESRCH, () -> request(Operation.GET, table(7)));
        assertEquals("table 7 inet does not exist", e.getMessage());
    }

    @Test
    void redirectsAndCountersGoTheirWay() {
        assertEquals(redirect(), request(Operation.ADD, redirect()).object());
        assertEquals(redirect(), request(Operation.GET, redirect()).object());
        router.kernel.put(new RtStats(stats().key(), 5, Counts.ZERO.plus(Counter.ADDS, 5)));
        assertEquals(stats(), request(Operation.CHANGE, stats()).object());
        assertEquals(stats(), request(GUEST, Operation.GET, stats(), Level.STORED).object());
    }

    private static RtTable table(int id) {
        return new RtTable(id, "t" + id, Family.INET);
    }

    private static RtStats stats() {
        return new RtStats(new RtStats.Key(254, Family.INET, 4), 5, Counts.ZERO);
    }

    private static Redirect redirect() {
        return new Redirect(
                new Redirect.Key(254, Prefix.parse("198.51.100.7/32")),
                IpAddress.parse("192.0.2.253"),
                IpAddress.parse("192.0.2.254"),
                false);
    }

    @Test
    void routeThatWouldNotFitAFrameIsRefused() {
        Nexthop[] many = Collections.nCopies(1025, Nexthop.on(1)).toArray(new Nexthop[0]);
        RoutingException e = refused(Errno.EINVAL, () -> request(Operation.ADD, route("10.0.0.0/8", 254, many)));
        assertEquals("route 10.0.0.0/8 has 1025 next hops, more than 1024", e.getMessage());
    }
}
