// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifa;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.ifl;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.Filter;

/// Cuts in which a type takes no part because its reporter is away, and what follows when it returns.
class AbsentTypeTest {
    private final Router router = new Router();
    private final FakeKernel kernel = router.kernel;

    AbsentTypeTest() {
        kernel.remembersDeletes = true;
    }

    /// A device and its unit, and a socket that holds both.
    private RouteSocket holding() {
        kernel.put(ifd(1), ifl(1));
        RouteSocket socket = router.listening("ifd", "ifl");
        assertEquals(List.of("ADD eth1", "ADD eth1.0", "MARK 1 snapshot"), heard(socket));
        return socket;
    }

    private void goAndComeAgain() {
        kernel.delete(ifl(1).key(), ifd(1).key());
        kernel.put(ifd(1), ifl(1));
    }

    /// The parts of the next cut, each with the version that it starts from.
    private static List<String> parts(RouteSocket socket) {
        List<String> parts = new ArrayList<>();
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        while (cut.nextPart()) {
            parts.add(cut.part() + (cut.part() == Cut.Part.RESET ? "" : " of " + cut.descriptor().type().word() + " from " + cut.from()));
        }
        socket.delivered(cut);
        return parts;
    }

    @Test
    void parentGoesWithoutTheChildrenWhoseTypeIsAway() {
        RouteSocket socket = holding();
        router.stop(router.ifl);
        kernel.delete(ifl(1).key(), ifd(1).key());
        assertEquals(List.of("DELETE eth1", "MARK 2"), heard(socket));
        router.start(router.ifl.successor());
        assertEquals(List.of("DELETE eth1.0", "MARK 2"), heard(socket));
    }

    @Test
    void parentThatCatchesUpIsDeletedBesideTheChildrenOfItsNextLife() {
        RouteSocket socket = holding();
        router.stop(router.ifd);
        goAndComeAgain();
        assertEquals(List.of("DELETE eth1.0", "ADD eth1.0", "MARK 3"), heard(socket));
        router.start(router.ifd.successor());
        assertEquals(List.of("DELETE eth1", "ADD eth1", "MARK 3"), heard(socket));
        kernel.delete(ifl(1).key(), ifd(1).key());
        assertEquals(List.of("DELETE eth1.0", "DELETE eth1", "MARK 4"), heard(socket));
    }

    @Test
    void typeThatCatchesUpIsReadFromBelowTheLastMark() {
        RouteSocket socket = holding();
        router.stop(router.ifd);
        goAndComeAgain();
        assertEquals(List.of("DELETES of ifl from 1", "VALUES of ifl from 1"), parts(socket));
        router.start(router.ifd.successor());
        assertEquals(List.of("DELETES of ifd from 1", "VALUES of ifd from 1"), parts(socket));
        goAndComeAgain();
        assertEquals(
                List.of("DELETES of ifl from 3", "DELETES of ifd from 3", "VALUES of ifd from 3", "VALUES of ifl from 3"),
                parts(socket));
    }

    @Test
    void typesThatStoodTogetherStayInOrderWhenBothWereAway() {
        RouteSocket socket = holding();
        router.stop(router.ifd);
        router.stop(router.ifl);
        goAndComeAgain();
        assertEquals(List.of(), heard(socket));
        router.start(router.ifl.successor());
        router.start(router.ifd.successor());
        assertEquals(List.of("DELETE eth1.0", "DELETE eth1", "ADD eth1", "ADD eth1.0", "MARK 3"), heard(socket));
    }

    @Test
    void childThatCatchesUpIsDeletedBeforeItsParent() {
        RouteSocket socket = holding();
        router.stop(router.ifl);
        goAndComeAgain();
        assertEquals(List.of("DELETE eth1", "ADD eth1", "MARK 3"), heard(socket));
        router.start(router.ifl.successor());
        kernel.delete(ifl(1).key(), ifd(1).key());
        assertEquals(List.of("DELETE eth1.0", "DELETE eth1", "MARK 4"), heard(socket));
    }

    /// It knows nothing of the version to which the cut leads, so its type must not be taken to that version.
    @Test
    void reporterThatGoesWhileACutIsTakenHoldOfHasNoPartInIt() {
        RouteSocket socket = holding();
        kernel.put(Router.down(1));
        router.ifl.beforeHold = () -> {
            router.ifl.beforeHold = () -> {};
            router.stop(router.ifd);
            router.ifl.compactedAt = kernel.put(ifd(2), ifl(2)); // so the version is read again
        };
        assertEquals(List.of("ADD eth2.0", "MARK 3"), heard(socket));
        router.start(router.ifd.successor());
        assertEquals(List.of("CHANGE eth1", "ADD eth2", "MARK 3"), heard(socket));
    }

    /// The socket sets its mode anew after the reporter is there for all to see and before it is put under this socket.
    @Test
    void resumedSocketIsResetByAReporterThatItFindsItself() {
        kernel.put(ifa(1, "192.0.2.1"));
        RouteSocket other = router.listening("ifa");
        RouteSocket resumed = router.resuming(77, 1, "ifa");
        assertEquals(List.of("MARK 1 snapshot"), heard(other));
        other.onReadable(() -> Router.listen(resumed, Filter.NONE, "ifa"));
        heard(resumed);
        router.start(router.ifa);
        assertEquals(List.of("RESET ifa", "ADD 192.0.2.1", "MARK 1 snapshot"), heard(resumed));
    }
}
