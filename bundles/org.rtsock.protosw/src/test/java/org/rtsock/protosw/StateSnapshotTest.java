// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.RouteDomainTest.refused;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.ifl;
import static org.rtsock.protosw.Router.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Snapshot;
import org.rtsock.api.wire.Filter;

final class StateSnapshotTest {
    private final Router router = new Router();

    private List<String> dump(AsyncMode mode) {
        List<String> heard = new ArrayList<>();
        try (Snapshot snapshot = router.domain.snapshot(mode)) {
            snapshot.cut().forEach(message -> heard.add(Router.text(message)));
        }
        return heard;
    }

    private static AsyncMode words(String... words) {
        return new AsyncMode(0, Set.of(words), Filter.NONE, null);
    }

    @Test
    void stateIsThatOfTheNewestVersion() {
        router.kernel.put(ifd(1), ifl(1));
        router.kernel.put(ifd(2));
        assertEquals(List.of("ADD eth1", "ADD eth2", "ADD eth1.0", "MARK 2 snapshot"), dump(words("ifd", "ifl")));
    }

    @Test
    void kernelWithoutStateHasAnEmptySnapshot() {
        assertEquals(List.of("MARK 0 snapshot"), dump(words("ifd")));
    }

    @Test
    void filterIsThatOfASubscription() {
        router.kernel.put(ifd(1), route("10.0.0.0/8", 254, Nexthop.on(1)), route("11.0.0.0/8", 7, Nexthop.on(1)));
        Filter filter = Filter.of(254, null, Prefix.parse("10.0.0.0/8"));
        assertEquals(
                List.of("ADD 10.0.0.0/8", "MARK 1 snapshot"), dump(new AsyncMode(0, Set.of("route"), filter, null)));
    }

    @Test
    void whereToResumeDoesNotMatter() {
        router.kernel.put(ifd(1));
        AsyncMode later = new AsyncMode(0, Set.of("ifd"), Filter.NONE, router.domain.now());
        assertEquals(List.of("ADD eth1", "MARK 1 snapshot"), dump(later));
    }

    @Test
    void whatChangesMeanwhileIsNotInIt() {
        router.kernel.put(ifd(1));
        try (Snapshot snapshot = router.domain.snapshot(words("ifd"))) {
            router.kernel.put(ifd(2));
            List<String> heard = new ArrayList<>();
            snapshot.cut().forEach(message -> heard.add(Router.text(message)));
            assertEquals(List.of("ADD eth1", "MARK 1 snapshot"), heard);
        }
    }

    @Test
    void nothingIsLeftOnTheListsWhenItIsClosed() {
        router.kernel.put(ifd(1));
        assertTrue(router.ifd.listeners.isEmpty());
        try (Snapshot _ = router.domain.snapshot(words("ifd"))) {
            assertEquals(1, router.ifd.listeners.size());
        }
        assertTrue(router.ifd.listeners.isEmpty());
        assertEquals(List.of(), router.domain.sockets());
    }

    @Test
    void askingForNothingIsRefused() {
        refused(Errno.EINVAL, () -> dump(AsyncMode.OFF));
    }

    @Test
    void dumpsAreTheProtocolsAffair() {
        refused(Errno.EPROTONOSUPPORT, () -> router.domain.sysctl("nosuch", null, new int[] {1, 0}, _ -> {}));
        refused(Errno.EOPNOTSUPP, () -> router.domain.sysctl("test", null, new int[] {1, 0}, _ -> {}));
    }
}
