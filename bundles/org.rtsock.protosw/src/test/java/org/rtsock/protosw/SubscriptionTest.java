// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifa;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.ifl;
import static org.rtsock.protosw.Router.route;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;

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
        Router.listen(socket, new Filter(254, null, Prefix.parse("10.0.0.0/8")), "route");
        assertEquals(List.of("ADD 10.0.0.0/8", "MARK 1 snapshot"), heard(socket));
        kernel.put(route("192.0.2.0/24", 254));
        assertEquals(List.of(), heard(socket));
        kernel.put(route("10.1.0.0/16", 254));
        kernel.delete(route("2001:db8::/32", 254).key(), route("10.0.0.0/8", 254).key());
        assertEquals(List.of("DELETE 10.0.0.0/8", "ADD 10.1.0.0/16", "MARK 4"), heard(socket));
    }

    @Test
    void changedFilterStartsOverAfterAReset() {
        kernel.put(route("10.0.0.0/8", 254), route("2001:db8::/32", 254));
        RouteSocket socket = router.listening("route");
        heard(socket);
        Router.listen(socket, Router.inet(), "route");
        assertEquals(List.of("RESET route", "ADD 10.0.0.0/8", "MARK 1 snapshot"), heard(socket));
        assertEquals(1, router.route.listeners.size());
    }

    @Test
    void modeSetWhileACutIsUnderWayStartsAfterIt() {
        kernel.put(ifd(1), ifl(1));
        RouteSocket socket = router.listening("ifd", "ifl");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        Router.listen(socket, Router.inet(), "ifd", "ifl");
        int messages = 0;
        for (RoutingMessage message : cut) {
            messages++;
        }
        assertEquals(3, messages);
        socket.delivered(cut);
        assertEquals(
                List.of("RESET ifl", "RESET ifd", "ADD eth1", "ADD eth1.0", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void reporterThatCompactedBeyondTheVersionIsReadAgain() {
        kernel.put(ifd(1));
        RouteSocket socket = router.listening("ifd");
        router.ifd.beforeView = () -> {
            // A commit comes between the version and the view, and the reporter drops what it superseded.
            router.ifd.beforeView = () -> {};
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
