// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.rtsock.protosw.RouteDomainTest.refused;
import static org.rtsock.protosw.Router.bytes;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.received;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Filter;

class RouteSocketTest {
    private final Router router = new Router();
    private final RouteSocket socket = router.socket();

    @Test
    void asyncModeGoesDownTheChain() {
        socket.setOption(SocketOption.ROUTE_ASYNC_MODE, AsyncMode.of(MessageType.GROUP1));
        assertEquals(List.of("ATTACH", "ctloutput ROUTE_ASYNC_MODE"), router.protosw.calls);
        assertEquals(1, router.ifd.listeners.size());
        assertEquals(1, router.ifl.listeners.size());
        assertEquals(0, router.route.listeners.size());
        socket.setOption(SocketOption.ROUTE_ASYNC_MODE, AsyncMode.OFF);
        assertEquals(0, router.ifd.listeners.size());
    }

    @Test
    void sendGoesThroughUsrreqToOutput() {
        socket.send(bytes("hello"));
        assertEquals(List.of("ATTACH", "SEND", "output"), router.protosw.calls);
        assertEquals("hello", received(socket));
        assertEquals("", received(socket));
    }

    @Test
    void unknownOptionsAreRefusedByTheirLevel() {
        refused(
                Errno.ENOPROTOOPT,
                () -> socket.setOption(new SocketOption<>(SocketOption.Level.SOL_SOCKET, "SO_X", Integer.class), 1));
        refused(
                Errno.ENOPROTOOPT,
                () -> socket.setOption(new SocketOption<>(SocketOption.Level.PF_ROUTE, "ROUTE_X", Integer.class), 1));
    }

    @Test
    void receiveBufferOutOfBoundsIsNamed() {
        RoutingException e = refused(Errno.EINVAL, () -> socket.setOption(SocketOption.SO_RCVBUF, 12));
        assertEquals("SO_RCVBUF 12 is not 4096 to 67108864", e.getMessage());
        refused(Errno.EINVAL, () -> socket.setOption(SocketOption.SO_RCVBUF, Integer.MAX_VALUE));
    }

    @Test
    void whatDoesNotFitIsDroppedAndSaidOnce() {
        socket.setOption(SocketOption.SO_RCVBUF, 4096);
        socket.send(bytes("a".repeat(4000)));
        socket.send(bytes("b".repeat(4000)));
        socket.send(bytes("c"));
        RoutingException e = refused(Errno.ENOBUFS, () -> received(socket));
        assertEquals("socket 1 lost 1 messages: SO_RCVBUF 4096 was full", e.getMessage());
        assertEquals("a".repeat(4000) + "c", received(socket));
        assertEquals("", received(socket));
        assertEquals(1, router.domain.sockets().getFirst().dropped());
        assertEquals(1, router.domain.read().get("messages.dropped"));
    }

    @Test
    void withoutLoopbackTheSenderHearsNothing() {
        socket.setOption(SocketOption.SO_USELOOPBACK, false);
        socket.send(bytes("hello"));
        assertEquals("", received(socket));
        socket.setOption(SocketOption.SO_USELOOPBACK, true);
        socket.send(bytes("again"));
        assertEquals("again", received(socket));
    }

    @Test
    void restrictedSocketHearsOfItsFamilyOnly() {
        RouteSocket inet = router.domain.socket(SocketType.RAW, "test", Family.INET, "test", Credentials.SELF);
        RawControlBlock pcb = new RawControlBlock(
                router.domain, inet, router.protosw, 99, Family.INET, "test", Credentials.SELF);
        pcb.rawUsrreq(UserRequest.ATTACH, null);
        pcb.reply(Family.INET6, bytes("six"));
        pcb.reply(Family.INET, bytes("four,"));
        pcb.reply(null, bytes("any"));
        assertEquals("four,any", received(inet));
    }

    @Test
    void noSendAfterShutdownButReceiving() {
        socket.send(bytes("before"));
        socket.shutdown();
        refused(Errno.ESHUTDOWN, () -> socket.send(bytes("after")));
        assertEquals("before", received(socket));
    }

    @Test
    void repliesComeBeforeTheCut() {
        Router.listen(socket, Filter.NONE, "ifd");
        router.kernel.put(ifd(1));
        socket.send(bytes("reply\n"));
        assertEquals("reply\ncut 1\n", received(socket));
    }

    @Test
    void cutUnderWayEndsWithoutAMarkAtADisconnect() {
        router.kernel.put(ifd(1), ifd(2));
        Router.listen(socket, Filter.NONE, "ifd");
        List<String> walked = new ArrayList<>();
        router.protosw.source = cut -> target -> {
            for (RoutingMessage message : cut) {
                walked.add(Router.text(message));
                return false;
            }
            return true;
        };
        assertEquals("", received(socket));
        assertEquals(List.of("ADD eth1"), walked);
        socket.disconnect();
        refused(Errno.ENOTCONN, () -> received(socket));
        assertEquals(List.of("ADD eth1"), walked);
        assertEquals(List.of(), router.ifd.listeners);
        assertEquals(0, router.domain.read().get("stale"));
    }

    @Test
    void addressesAreTheDomainsOwn() {
        assertEquals(Sockaddr.ROUTE, socket.foreignAddress());
        RoutingException e = refused(Errno.EINVAL, socket::localAddress);
        assertEquals("socket 1 has no local address", e.getMessage());
    }

    @Test
    void refusalsNameTheRequestAndTheSocket() {
        RoutingException e = refused(Errno.EOPNOTSUPP, () -> socket.request(UserRequest.BIND));
        assertEquals("PRU_BIND is not for routing socket 1", e.getMessage());
        socket.disconnect();
        e = refused(Errno.ENOTCONN, () -> socket.send(bytes("x")));
        assertEquals("socket 1 is not connected", e.getMessage());
    }

    @Test
    void bufferWithoutRoomForAMessageIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> socket.receive(ByteBuffer.allocate(100)));
    }

    @Test
    void newWakeupIsCalledAtOnceAndThenForEverything() {
        Router.listen(socket, Filter.NONE, "ifd");
        AtomicInteger calls = new AtomicInteger();
        socket.onReadable(calls::incrementAndGet);
        assertEquals(1, calls.get());
        received(socket);
        router.kernel.put(ifd(1));
        assertEquals(2, calls.get());
        socket.send(bytes("x"));
        assertEquals(3, calls.get());
        received(socket);
        router.kernel.put(Router.route("10.0.0.0/8", 254));
        assertEquals(3, calls.get(), "a type that the socket does not listen to");
        socket.close();
        assertEquals(4, calls.get(), "whoever waits learns of the end");
    }

    @Test
    void receiverThatHasNotLookedYetIsNotWokenAgain() {
        Router.listen(socket, Filter.NONE, "ifd");
        received(socket);
        AtomicInteger calls = new AtomicInteger();
        socket.onReadable(calls::incrementAndGet);
        for (int i = 0; i < 100; i++) {
            router.kernel.put(ifd(1 + i % 2));
        }
        assertEquals(2, calls.get());
        assertEquals("cut 100\n", received(socket));
        router.kernel.put(ifd(1));
        assertEquals(3, calls.get());
    }
}
