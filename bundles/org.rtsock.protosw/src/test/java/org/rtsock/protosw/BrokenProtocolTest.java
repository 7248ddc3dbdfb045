// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.listen;
import static org.rtsock.protosw.Router.received;

import org.junit.jupiter.api.Test;
import org.rtsock.api.Credentials;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.Filter;

/// Entries of the switch that throw: their own sockets feel it, whoever works on them, and nobody else.
class BrokenProtocolTest {
    private final Router router = new Router();
    private final TestProtosw broken = new TestProtosw("broken");
    private final RouteSocket healthy = router.listening("ifd");

    BrokenProtocolTest() {
        router.domain.addProtosw(broken);
        assertEquals("cut 0\n", received(healthy));
    }

    private RouteSocket socket() {
        return router.domain.socket(SocketType.RAW, "broken", null, "test", Credentials.SELF);
    }

    private void expectHealthy() {
        long version = router.kernel.put(ifd((int) router.kernel.version + 1));
        assertEquals("cut " + version + "\n", received(healthy));
    }

    @Test
    void entryThatThrowsAtAttachLeavesNoSocket() {
        broken.failure = new IllegalStateException("broken");
        assertThrows(IllegalStateException.class, this::socket);
        assertEquals(1, router.domain.sockets().size());
        expectHealthy();
    }

    @Test
    void entryThatThrowsAtASendThrowsAtTheSender() {
        RouteSocket socket = socket();
        broken.failure = new IllegalStateException("broken");
        assertThrows(IllegalStateException.class, () -> socket.send(Router.bytes("hello")));
        expectHealthy();
        socket.close();
        assertEquals(1, router.domain.sockets().size());
    }

    @Test
    void entryThatThrowsAtACutIsAskedAgainAndLosesNothing() {
        RouteSocket socket = socket();
        listen(socket, Filter.NONE, "ifd");
        broken.source = _ -> {
            throw new IllegalStateException("broken");
        };
        assertThrows(IllegalStateException.class, () -> received(socket));
        broken.source = _ -> _ -> {
            throw new IllegalStateException("broken as well");
        };
        expectHealthy();
        assertThrows(IllegalStateException.class, () -> received(socket));
        expectHealthy();
        socket.close();
        assertEquals(1, router.domain.sockets().size());
        assertEquals(1, router.ifd.listeners.size());
    }
}
