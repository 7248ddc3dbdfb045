// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifa;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.ifl;
import static org.rtsock.protosw.Router.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RouteCodec;

class SubscriptionTest {
    private final Router router = new Router();
    private final FakeKernel kernel = router.kernel;

    @Test
    void lateListenerSeesSnapshotThenStream() {
        kernel.put(ifd(1), ifl(1));
        kernel.put(route("10.0.0.0/8", 254));
        RouteSocket socket = router.listening("route", "ifl", "ifd");
        assertEquals(List.of("ADD eth1", "ADD eth1.0", "ADD 10.0.0.0/8", "MARK 2 snapshot"), heard(socket));
        assertEquals(List.of(), heard(socket));
        kernel.put(Router.down(1));
        assertEquals(List.of("CHANGE eth1", "MARK 3"), heard(socket));
    }

    @Test
    void snapshotOfNothingEndsInAMark() {
        RouteSocket socket = router.listening("ifd", "nosuchtype");
        assertEquals(List.of("MARK 0 snapshot"), heard(socket));
        assertEquals(List.of(), heard(socket));
    }

    @Test
    void deletesComeChildrenFirstAndBeforeValues() {
        kernel.put(ifd(1), ifl(1), route("10.0.0.0/8", 254));
        RouteSocket socket = router.listening("ifd", "ifl", "route");
        heard(socket);
        kernel.put(ifd(2), ifl(2));
        kernel.delete(route("10.0.0.0/8", 254).key(), ifl(1).key(), ifd(1).key());
        assertEquals(
                List.of("DELETE 10.0.0.0/8", "DELETE eth1.0", "DELETE eth1", "ADD eth2", "ADD eth2.0", "MARK 3"),
                heard(socket));
    }

    @Test
    void slowListenerConflates() {
        RouteSocket socket = router.listening("ifd");
        heard(socket);
        kernel.put(ifd(1));
        kernel.put(Router.down(1));
        kernel.put(ifd(2));
        kernel.delete(ifd(2).key());
        assertEquals(List.of("ADD eth1", "MARK 4"), heard(socket));
        assertEquals(3, router.domain.sockets().getFirst().coalesced());
        kernel.put(ifd(3));
        kernel.delete(ifd(3).key());
        assertEquals(List.of(), heard(socket));
        kernel.put(ifd(4));
        assertEquals(List.of("ADD eth4", "MARK 7"), heard(socket));
        assertEquals(5, router.domain.sockets().getFirst().coalesced());
    }

    @Test
    void cutWithoutRecordsIsNotDelivered() {
        RouteSocket socket = router.listening("ifd");
        heard(socket);
        kernel.put(ifd(1));
        kernel.delete(ifd(1).key());
        assertEquals(List.of(), heard(socket));
        assertEquals(2, router.ifd.listeners.getFirst().cursor());
    }

    @Test
    void lateReporterIsPutUnderTheSocketsThatWantIt() {
        kernel.put(ifd(1), ifa(1, "192.0.2.1"));
        RouteSocket socket = router.listening("ifd", "ifa");
        RouteSocket other = router.listening("ifd");
        assertEquals(List.of("ADD eth1", "MARK 1 snapshot"), heard(socket));
        heard(other);
        router.start(router.ifa);
        assertEquals(List.of("ADD 192.0.2.1", "MARK 1"), heard(socket));
        assertEquals(List.of(), heard(other));
    }

    @Test
    void reporterThatReturnsGivesWhatWasMissed() {
        router.start(router.ifa);
        kernel.put(ifd(1), ifa(1, "192.0.2.1"));
        RouteSocket socket = router.listening("ifd", "ifa");
        heard(socket);
        router.stop(router.ifa);
        assertEquals(List.of(), router.ifa.listeners);
        kernel.put(ifa(1, "192.0.2.2"));
        kernel.put(ifd(2));
        assertEquals(List.of("ADD eth2", "MARK 3"), heard(socket));
        router.start(router.ifa);
        assertEquals(List.of(0L, 1L), router.ifa.registered);
        router.ifa.floor = 0; // a kernel that still knows the deletes
        assertEquals(List.of("ADD 192.0.2.2", "MARK 3"), heard(socket));
    }

    @Test
    void reporterThatReturnsWithoutTheDeletesResets() {
        router.start(router.ifa);
        kernel.put(ifa(1, "192.0.2.1"));
        RouteSocket socket = router.listening("ifa");
        heard(socket);
        router.stop(router.ifa);
        kernel.put(ifa(1, "192.0.2.2"));
        kernel.delete(ifa(1, "192.0.2.1").key());
        FakeReporter<?> fresh = new FakeReporter<>(new IfaCodec());
        router.start(fresh);
        assertEquals(List.of("RESET ifa", "ADD 192.0.2.2", "MARK 3"), heard(socket));
        assertEquals(List.of(), heard(socket));
    }

    @Test
    void secondReporterOfATypeIsRefusedUntilTheFirstGoes() {
        RouteSocket socket = router.listening("ifd");
        heard(socket);
        FakeReporter<Ifd> second = new FakeReporter<>(new IfdCodec());
        router.start(second);
        assertEquals(List.of(), second.listeners);
        kernel.put(ifd(1));
        assertEquals(List.of("ADD eth1", "MARK 1"), heard(socket));
        router.stop(router.ifd);
        assertEquals(1, second.listeners.size());
        kernel.put(ifd(2));
        assertEquals(List.of("ADD eth2", "MARK 2"), heard(socket));
    }

    @Test
    void resumeGivesTheDifferenceOnly() {
        kernel.put(ifd(1), ifd(2));
        kernel.delete(ifd(1).key());
        kernel.put(Router.down(2), ifd(3));
        RouteSocket socket = router.resuming(77, 1, "ifd");
        assertEquals(List.of("DELETE eth1", "CHANGE eth2", "ADD eth3", "MARK 3 snapshot"), heard(socket));
    }

    @Test
    void resumeOfWhatIsNewestIsAMark() {
        kernel.put(ifd(1));
        assertEquals(List.of("MARK 1 snapshot"), heard(router.resuming(77, 1, "ifd")));
    }

    @Test
    void foreignEpochResetsEveryType() {
        kernel.put(ifd(1), route("10.0.0.0/8", 254));
        RouteSocket socket = router.resuming(78, 1, "ifd", "route");
        assertEquals(
                List.of("RESET route", "RESET ifd", "ADD eth1", "ADD 10.0.0.0/8", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void resumeAboveTheNewestVersionResets() {
        kernel.put(ifd(1));
        assertEquals(List.of("RESET ifd", "ADD eth1", "MARK 1 snapshot"), heard(router.resuming(77, 2, "ifd")));
        assertEquals(List.of("RESET ifd", "ADD eth1", "MARK 1 snapshot"), heard(router.resuming(77, -5, "ifd")));
    }

    @Test
    void resumeBelowTheFloorResets() {
        kernel.put(ifd(1));
        kernel.put(ifd(2));
        router.ifd.floor = 2;
        assertEquals(List.of("RESET ifd", "ADD eth1", "ADD eth2", "MARK 2 snapshot"), heard(router.resuming(77, 1, "ifd")));
        assertEquals(List.of("MARK 2 snapshot"), heard(router.resuming(77, 2, "ifd")));
    }

    @Test
    void lateReporterAfterAResumeResets() {
        kernel.put(ifa(1, "192.0.2.1"));
        RouteSocket socket = router.resuming(77, 1, "ifa");
        assertEquals(List.of("MARK 1 snapshot"), heard(socket));
        router.start(router.ifa);
        assertEquals(List.of("RESET ifa", "ADD 192.0.2.1", "MARK 1"), heard(socket));
    }

    @Test
    void typesThatStayGoOnAndNewOnesStartOver() {
        kernel.put(ifd(1), ifl(1), route("10.0.0.0/8", 254));
        RouteSocket socket = router.listening("ifd", "ifl");
        heard(socket);
        Router.listen(socket, Filter.NONE, "ifd", "route");
        assertEquals(0, router.ifl.listeners.size());
        assertEquals(List.of("ADD 10.0.0.0/8", "MARK 1 snapshot"), heard(socket));
        kernel.put(ifl(2));
        assertEquals(List.of(), heard(socket));
        Router.listen(socket, Filter.NONE, "ifl");
        assertEquals(List.of("ADD eth1.0", "ADD eth2.0", "MARK 2 snapshot"), heard(socket));
    }

    @Test
    void filterWorksOnSnapshotAndStreamAlike() {
        kernel.put(route("10.0.0.0/8", 254), route("2001:db8::/32", 254), route("10.0.0.0/8", 7));
        RouteSocket socket = router.socket();
        Router.listen(socket, Filter.of(254, null, Prefix.parse("10.0.0.0/8")), "route");
        assertEquals(List.of("ADD 10.0.0.0/8", "MARK 1 snapshot"), heard(socket));
        kernel.put(route("192.0.2.0/24", 254));
        assertEquals(List.of(), heard(socket));
        kernel.put(route("10.1.0.0/16", 254));
        kernel.delete(route("2001:db8::/32", 254).key(), route("10.0.0.0/8", 254).key());
        assertEquals(List.of("DELETE 10.0.0.0/8", "ADD 10.1.0.0/16", "MARK 4"), heard(socket));
    }

    @Test
    void changedFilterGivesTheDifferenceOnly() {
        kernel.put(ifd(1), route("10.0.0.0/8", 254), route("2001:db8::/32", 254));
        RouteSocket socket = router.socket();
        Router.listen(socket, Router.inet(), "ifd", "route");
        assertEquals(List.of("ADD eth1", "ADD 10.0.0.0/8", "MARK 1 snapshot"), heard(socket));
        Router.listen(socket, Filter.of(0, Family.INET6, null), "ifd", "route");
        assertEquals(List.of("DELETE 10.0.0.0/8", "ADD 2001:db8::/32", "MARK 1 snapshot"), heard(socket));
        Router.listen(socket, Filter.NONE, "ifd", "route");
        assertEquals(List.of("ADD 10.0.0.0/8", "MARK 1 snapshot"), heard(socket));
        assertEquals(List.of(), heard(socket));
        assertEquals(1, router.route.listeners.size());
        assertEquals(0, router.domain.sockets().getFirst().coalesced(), "what a changed filter hides or shows was not missed before");
    }

    @Test
    void filterThatIsTakenBackBeforeADrainChangesNothing() {
        kernel.put(route("10.0.0.0/8", 254), route("2001:db8::/32", 254));
        RouteSocket socket = router.listening("route");
        heard(socket);
        Router.listen(socket, Router.inet(), "route");
        Router.listen(socket, Filter.of(7, null, null), "route");
        Router.listen(socket, Filter.NONE, "route");
        assertEquals(List.of("MARK 1 snapshot"), heard(socket));
    }

    @Test
    void differenceOfFilterAndStateComeInOneCut() {
        kernel.put(ifd(1), route("10.0.0.0/8", 254), route("10.1.0.0/16", 254), route("2001:db8::/32", 254), route("2001:db8:1::/48", 254));
        RouteSocket socket = router.socket();
        Router.listen(socket, Router.inet(), "ifd", "route");
        heard(socket);
        Router.listen(socket, Filter.of(0, Family.INET6, null), "ifd", "route");
        kernel.put(ifd(2), route("10.1.0.0/16", 254, Nexthop.on(2)), route("2001:db8::/32", 254, Nexthop.on(2)));
        kernel.delete(ifd(1).key(), route("10.0.0.0/8", 254).key(), route("2001:db8:1::/48", 254).key());
        kernel.put(route("2001:db8:2::/48", 254));
        assertEquals(
                List.of("DELETE 10.0.0.0/8", "DELETE 10.1.0.0/16", "DELETE eth1", "ADD eth2", "ADD 2001:db8::/32",
                        "ADD 2001:db8:2::/48", "MARK 4 snapshot"),
                heard(socket));
    }

    @Test
    void filterOfATypeWhoseReporterIsAwayChangesWhenItReturns() {
        kernel.put(ifd(1), route("10.0.0.0/8", 254), route("2001:db8::/32", 254));
        RouteSocket socket = router.listening("ifd", "route");
        heard(socket);
        router.stop(router.route);
        Router.listen(socket, Router.inet(), "ifd", "route");
        assertEquals(List.of("MARK 1 snapshot"), heard(socket));
        FakeReporter<?> fresh = new FakeReporter<>(new RouteCodec());
        router.start(fresh);
        assertEquals(List.of("DELETE 2001:db8::/32", "MARK 1"), heard(socket));
    }

    @Test
    void resumeHoldsWhatItHeldByItsFilter() {
        kernel.put(route("10.0.0.0/8", 254), route("2001:db8::/32", 254));
        kernel.put(route("10.1.0.0/16", 254));
        RouteSocket socket = router.socket();
        AsyncMode.ResumePoint place = new AsyncMode.ResumePoint(77, 1);
        socket.setOption(SocketOption.ROUTE_ASYNC_MODE, new AsyncMode(0, Set.of("route"), Router.inet(), place));
        socket.setOption(SocketOption.ROUTE_ASYNC_MODE, new AsyncMode(0, Set.of("route"), Filter.NONE, place));
        assertEquals(List.of("ADD 2001:db8::/32", "ADD 10.1.0.0/16", "MARK 2 snapshot"), heard(socket));
    }

    @Test
    void protocolIsForLife() {
        kernel.put(of(RouteProtocol.STATIC), route("10.1.0.0/16", 254));
        RouteSocket socket = router.socket();
        Router.listen(socket, new Filter(0, null, null, Set.of(RouteProtocol.STATIC), Filter.ANY_PRIORITY), "route");
        assertEquals(List.of("ADD 10.0.0.0/8", "ADD 10.1.0.0/16", "MARK 1 snapshot"), heard(socket));
        kernel.put(of(186));
        assertEquals(List.of("DELETE 10.0.0.0/8", "MARK 2"), heard(socket));
        kernel.put(of(188));
        assertEquals(List.of(), heard(socket));
        kernel.put(of(RouteProtocol.STATIC));
        assertEquals(List.of("ADD 10.0.0.0/8", "MARK 4"), heard(socket));
    }

    private static Route of(int protocol) {
        return new Route(route("10.0.0.0/8", 254).key(), protocol, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
    }

    @Test
    void modeSetWhileACutIsUnderWayStartsAfterIt() {
        kernel.put(ifd(1), ifl(1), route("10.0.0.0/8", 254), route("2001:db8::/32", 254));
        RouteSocket socket = router.listening("ifd", "ifl", "route");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        Router.listen(socket, Router.inet(), "ifd", "route");
        assertEquals(1, router.ifl.listeners.size(), "the place on the list goes with the cut that is read through it");
        List<String> messages = new ArrayList<>();
        cut.forEach(message -> messages.add(Router.text(message)));
        assertEquals(List.of("ADD eth1", "ADD eth1.0", "ADD 10.0.0.0/8", "ADD 2001:db8::/32", "MARK 1 snapshot"), messages);
        socket.delivered(cut);
        assertEquals(List.of(), router.ifl.listeners);
        assertEquals(List.of("DELETE 2001:db8::/32", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void typeThatLeavesAndReturnsDuringACutBeginsWithAReset() {
        kernel.put(ifd(1), ifl(1));
        RouteSocket socket = router.listening("ifd", "ifl");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        Router.listen(socket, Filter.NONE, "ifd");
        Router.listen(socket, Filter.NONE, "ifd", "ifl");
        cut.forEach(message -> {});
        socket.delivered(cut);
        assertEquals(1, router.ifl.listeners.size());
        assertEquals(List.of("RESET ifl", "ADD eth1.0", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void reporterThatGoesAndReturnsDuringACutGoesOnAfterIt() {
        router.start(router.ifa);
        kernel.put(ifa(1, "192.0.2.1"));
        RouteSocket socket = router.listening("ifa");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        router.stop(router.ifa);
        kernel.put(ifa(1, "192.0.2.2"));
        FakeReporter<?> passing = new FakeReporter<>(new IfaCodec());
        router.start(passing);
        router.stop(passing);
        assertEquals(1, router.ifa.listeners.size(), "the cut is still read from there");
        assertEquals(List.of(), passing.listeners);
        FakeReporter<?> fresh = new FakeReporter<>(new IfaCodec());
        router.start(fresh);
        List<String> messages = new ArrayList<>();
        cut.forEach(message -> messages.add(Router.text(message)));
        assertEquals(List.of("ADD 192.0.2.1", "MARK 1 snapshot"), messages);
        socket.delivered(cut);
        assertEquals(List.of(), router.ifa.listeners);
        assertEquals(List.of(0L, 1L), fresh.registered);
        fresh.floor = 0; // a kernel that still knows the deletes
        assertEquals(List.of("ADD 192.0.2.2", "MARK 2"), heard(socket));
        assertEquals(0, router.domain.sockets().getFirst().coalesced());
    }

    @Test
    void reporterThatCompactedBeyondTheVersionIsReadAgain() {
        kernel.put(ifd(1));
        RouteSocket socket = router.listening("ifd");
        router.ifd.beforeHold = () -> {
            // A commit comes between the version and the hold, and the reporter drops what it superseded.
            router.ifd.beforeHold = () -> {};
            kernel.put(Router.down(1));
            router.ifd.compactedAt = 2;
        };
        assertEquals(List.of("ADD eth1", "MARK 2 snapshot"), heard(socket));
    }

    @Test
    void cutThatWasNotWalkedCountsAsDelivered() {
        kernel.put(ifd(1), ifd(2));
        RouteSocket socket = router.listening("ifd");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        cut.nextPart();
        socket.delivered(cut);
        assertEquals(List.of(), heard(socket));
        kernel.put(ifd(3));
        assertEquals(List.of("ADD eth3", "MARK 2"), heard(socket));
    }

    @Test
    void offHearsNothing() {
        RouteSocket socket = router.listening("ifd");
        heard(socket);
        Router.listen(socket, Filter.NONE);
        kernel.put(ifd(1));
        assertEquals(List.of(), heard(socket));
    }
}
