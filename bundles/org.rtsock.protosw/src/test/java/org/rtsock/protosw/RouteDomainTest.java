// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.ifd;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;

class RouteDomainTest {
    private final Router router = new Router();

    static RoutingException refused(Errno errno, Executable call) {
        RoutingException e = assertThrows(RoutingException.class, call);
        assertEquals(errno, e.errno(), e.getMessage());
        return e;
    }

    @Test
    void entryOfAnotherDomainIsNotInTheTable() {
        router.domain.addProtosw(new TestProtosw("tcp") {
            @Override
            public String domain() {
                return "internet";
            }
        });
        refused(
                Errno.EPROTONOSUPPORT,
                () -> router.domain.socket(SocketType.RAW, "tcp", null, "test", Credentials.SELF));
        assertEquals(EnumSet.of(Protosw.Flag.ATOMIC, Protosw.Flag.ADDR), router.protosw.flags());
    }

    @Test
    void onlyRawSocketsExist() {
        refused(
                Errno.ESOCKTNOSUPPORT,
                () -> router.domain.socket(SocketType.STREAM, "test", null, "test", Credentials.SELF));
    }

    @Test
    void unknownProtocolIsNamed() {
        RoutingException e = refused(
                Errno.EPROTONOSUPPORT,
                () -> router.domain.socket(SocketType.RAW, "nosuch", null, "test", Credentials.SELF));
        assertEquals("protocol 'nosuch' is not in the switch", e.getMessage());
    }

    @Test
    void secondEntryOfTheSameNameIsRefused() {
        TestProtosw second = new TestProtosw("test");
        router.domain.addProtosw(second);
        router.socket();
        assertEquals(List.of(), second.calls);
        router.domain.removeProtosw(second);
        router.socket();
    }

    @Test
    void entryThatGoesClosesItsSocketsAndNoOthers() {
        router.domain.addProtosw(new TestProtosw("other"));
        RouteSocket other = router.domain.socket(SocketType.RAW, "other", null, "test", Credentials.SELF);
        RouteSocket mine = router.listening("ifd");
        router.domain.removeProtosw(router.protosw);
        refused(Errno.ENOTCONN, () -> Router.received(mine));
        assertEquals(List.of(), router.ifd.listeners);
        assertEquals("", Router.received(other));
        refused(Errno.EPROTONOSUPPORT, router::socket);
    }

    @Test
    void refusedAttachLeavesNothingBehind() {
        router.protosw.failure = new RoutingException(Errno.ENOBUFS, "no");
        refused(Errno.ENOBUFS, router::socket);
        assertEquals(List.of(), router.domain.sockets());
    }

    /// 4.4BSD left the socket with a pointer to a control block that was freed.
    @Test
    void attachThatFailsAfterTheSwitchHasAgreedLeavesNothingBehind() {
        router.protosw.lateFailure = new RoutingException(Errno.ENOBUFS, "no");
        refused(Errno.ENOBUFS, router::socket);
        assertEquals(List.of(), router.domain.sockets());
        assertEquals(0, router.domain.read().get("route_cb.any"));
        assertEquals(List.of("ATTACH"), router.protosw.calls);
    }

    @Test
    void attachingTwiceIsRefusedAndHarmsNothing() {
        RouteSocket socket = router.socket();
        refused(Errno.EISCONN, socket::attach);
        assertEquals(1, router.domain.sockets().size());
        assertEquals(1, router.domain.read().get("route_cb.any"));
    }

    @Test
    void typesStandParentsFirst() {
        assertEquals(
                List.of("ifd", "ifl", "route"),
                router.domain.types().stream().map(descriptor -> descriptor.type().word()).toList());
    }

    @Test
    void socketThatHasReadEverythingOfItsTypesDoesNotLag() {
        RouteSocket socket = router.listening("ifl", "ifd");
        router.kernel.put(ifd(1));
        SocketInfo behind = router.domain.sockets().getFirst();
        assertEquals(List.of("ifd", "ifl"), behind.types());
        assertEquals(0, behind.cursor());
        assertEquals(1, behind.lag());
        Router.heard(socket);
        Router.heard(socket);
        router.kernel.put(Router.route("10.0.0.0/8", 254));
        SocketInfo level = router.domain.sockets().getFirst();
        assertEquals(2, level.cursor());
        assertEquals(0, level.lag());
    }

    @Test
    void closedSocketIsOffTheListAndSaysSo() {
        RouteSocket socket = router.listening("ifd");
        assertEquals(1, router.ifd.listeners.size());
        socket.close();
        socket.close();
        assertTrue(socket.isClosed());
        assertEquals(List.of(), router.ifd.listeners);
        assertEquals(List.of(), router.domain.sockets());
        assertEquals(1, router.protosw.calls.stream().filter("DETACH"::equals).count());
        refused(Errno.ENOTCONN, () -> socket.send(Router.bytes("x")));
        refused(Errno.ENOTCONN, () -> socket.setOption(SocketOption.SO_RCVBUF, 65536));
        refused(Errno.ENOTCONN, socket::shutdown);
    }

    @Test
    void closeDetachesEvenWhenTheProtocolFails() {
        RouteSocket socket = router.listening("ifd");
        router.protosw.failure = new IllegalStateException("broken");
        socket.close();
        assertEquals(List.of(), router.domain.sockets());
        assertEquals(List.of(), router.ifd.listeners);
    }

    @Test
    void abortDetachesEvenWhenTheProtocolFails() {
        RouteSocket socket = router.listening("ifd");
        router.protosw.failure = new IllegalStateException("broken");
        socket.abort();
        assertTrue(socket.isClosed());
        assertEquals(List.of(), router.domain.sockets());
        assertEquals(List.of(), router.ifd.listeners);
        assertEquals(0, router.domain.read().get("route_cb.any"));
    }

    /// Once, however many ask: a counter below zero would silence everybody.
    @Test
    void countersSurviveSocketsThatManyEndAtOnce() throws InterruptedException {
        RouteSocket stays = router.domain.socket(SocketType.RAW, "test", Family.INET, "test", Credentials.SELF);
        for (int round = 0; round < 200; round++) {
            RouteSocket socket = router.domain.socket(SocketType.RAW, "test", Family.INET, "test", Credentials.SELF);
            Thread closing = Thread.ofVirtual().start(socket::close);
            Thread aborting = Thread.ofVirtual().start(() -> endedAnyway(socket::abort));
            Thread disconnecting = Thread.ofVirtual().start(() -> endedAnyway(socket::disconnect));
            closing.join();
            aborting.join();
            disconnecting.join();
            assertEquals(1, router.domain.read().get("route_cb.any"));
            assertEquals(1, router.domain.read().get("route_cb.inet"));
        }
        assertFalse(stays.isClosed());
    }

    private static void endedAnyway(Runnable end) {
        try {
            end.run();
        } catch (RoutingException e) {
            assertTrue(e.errno() == Errno.ENOTCONN || e.errno() == Errno.EINVAL, e.toString());
        }
    }

    @Test
    void nowIsTheNewestVersionOfThisLife() {
        router.kernel.put(ifd(1));
        assertEquals(new AsyncMode.ResumePoint(77, 1, true), router.domain.now());
    }

    @Test
    void deactivationClosesAllSockets() {
        RouteSocket socket = router.socket();
        assertFalse(socket.isClosed());
        router.domain.close();
        assertTrue(socket.isClosed());
    }

    @Test
    void statisticsCountSockets() {
        router.socket().close();
        router.socket();
        assertEquals(1, router.domain.read().get("sockets"));
        assertEquals(2, router.domain.read().get("sockets.opened"));
        assertEquals(3, router.domain.read().get("reporters"));
    }
}
