// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Filter;
import org.rtsock.testkit.socket.RecordingControlBlock;

class PfrouteProtoswTest {
    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @Test
    void socketListensFromAttachOnToWhatChangesFromNowOn() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
        AsyncMode mode = pcb.modes().getFirst();
        assertEquals(
                MessageType.IFDEV.flag() | MessageType.IFADDR.flag() | MessageType.ROUTE.flag() | MessageType.REDIRECT.flag(),
                mode.flags());
        assertEquals(pcb.domain().now(), mode.resume());
        assertEquals(Filter.NONE, mode.filter());
        assertEquals(1, pcb.modes().size());
    }

    @Test
    void familyOfTheSocketIsItsFilter() {
        pcb.restrictTo(Family.INET6);
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
        assertEquals(Filter.of(0, Family.INET6, null), pcb.modes().getFirst().filter());
    }

    @Test
    void requestsOfTheSocketLayerGoToRawUsrreq() {
        for (UserRequest request : UserRequest.values()) {
            pfroute.usrreq(request, pcb, null);
            assertEquals(request, pcb.userRequests().getLast());
        }
    }

    @Test
    void afterDetachOrAbortThereIsNoSocket() {
        for (UserRequest end : List.of(UserRequest.DETACH, UserRequest.ABORT)) {
            pfroute.usrreq(UserRequest.ATTACH, pcb, null);
            pfroute.output(pcb, RequestBytes.add().bytes());
            pfroute.usrreq(end, pcb, null);
            ByteBuffer request = RequestBytes.add().bytes();
            assertEquals(
                    Errno.ENOTCONN, assertThrows(RoutingException.class, () -> pfroute.output(pcb, request)).errno());
        }
    }

    @Test
    void messageEndsWhereItSays() {
        ByteBuffer message = RequestBytes.add().bytes();
        assertEquals(200, pfroute.messageLength(message));
        assertEquals(200, pfroute.messageLength(message.duplicate().limit(2)));
        assertEquals(0, pfroute.messageLength(message.duplicate().limit(1)));
        ByteBuffer later = ByteBuffer.allocate(300).put(new byte[50]).put(message.duplicate()).flip().position(50);
        assertEquals(200, pfroute.messageLength(later));
        assertEquals(12, pfroute.messageLength(RequestBytes.add().set("msglen", 12).bytes()), "short, but it has an end");
        assertEquals(-1, pfroute.messageLength(RequestBytes.add().set("msglen", 3).bytes()));
        assertEquals(-1, pfroute.messageLength(ByteBuffer.allocate(2)));
    }

    @Test
    void otherOptionsAreUnknown() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
        assertEquals(
                Errno.ENOPROTOOPT,
                assertThrows(
                                RoutingException.class,
                                () -> pfroute.ctloutput(pcb, SocketOption.ROUTE_ASYNC_MODE, AsyncMode.OFF))
                        .errno());
    }
}
