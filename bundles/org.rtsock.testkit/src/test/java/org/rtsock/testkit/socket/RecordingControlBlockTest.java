// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.testkit.LabDriver;
import org.rtsock.testkit.socket.SocketEvent.Answered;
import org.rtsock.testkit.socket.SocketEvent.ModeSet;
import org.rtsock.testkit.socket.SocketEvent.OptionSet;
import org.rtsock.testkit.socket.SocketEvent.Told;

class RecordingControlBlockTest {
    private static final MessageSource SOURCE = target -> true;

    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @Test
    void whatWasDoneStandsInItsOrder() {
        ByteBuffer message = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 5).position(8);
        pcb.reply(null, message);
        pcb.setAsyncMode(AsyncMode.OFF);
        pcb.setOption(SocketOption.SO_RCVBUF, 70_000);
        pcb.answer(SOURCE);
        pcb.rawInput(Family.INET, message);
        message.putInt(8, 6);
        ByteBuffer copy = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 5);
        assertEquals(
                List.of(
                        new Told(false, null, copy),
                        new ModeSet(AsyncMode.OFF),
                        new OptionSet(SocketOption.SO_RCVBUF, 70_000),
                        new Answered(SOURCE),
                        new Told(true, Family.INET, copy)),
                pcb.events());
        assertEquals(5, pcb.told().getLast().bytes().getInt(0), "in the order of the message");
        pcb.forget();
        assertEquals(List.of(), pcb.events());
    }

    @Test
    void whatIsRefusedIsNotDone() {
        RoutingException refusal = new RoutingException(Errno.EBUSY, "scripted");
        pcb.refuseAnswers(refusal);
        pcb.refuseOptions(refusal);
        assertSame(refusal, assertThrows(RoutingException.class, () -> pcb.answer(SOURCE)));
        assertSame(refusal, assertThrows(RoutingException.class, () -> pcb.setOption(SocketOption.SO_RCVBUF, 1)));
        assertEquals(List.of(), pcb.events());
    }

    @Test
    void requestIsWrittenDownWhateverTheKernelSays() {
        RtTable table = LabDriver.table(100, "10.0.0.0/8");
        RouteRequest request = new RouteRequest(Operation.ADD, table, RouteRequest.Level.STORED, 1, 2);
        assertEquals(new RouteReply(table, RecordingControlBlock.VERSION), pcb.routeOutput(request));
        pcb.kernel(asked -> {
            throw new RoutingException(Errno.EEXIST, "scripted");
        });
        assertThrows(RoutingException.class, () -> pcb.routeOutput(request));
        assertEquals(List.of(request, request), pcb.requests());
    }

    @Test
    void snapshotsAreCountedUntilTheyAreLetGo() {
        ScriptedSnapshot snapshot = pcb.domain().snapshot(AsyncMode.OFF);
        assertEquals(1, pcb.domain().openSnapshots());
        snapshot.close();
        assertEquals(0, pcb.domain().openSnapshots());
        assertThrows(IllegalStateException.class, snapshot::close);
    }
}
