// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingMessage.Event;
import org.rtsock.api.message.RoutingMessage.Mark;
import org.rtsock.api.message.RoutingMessage.Reset;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.testkit.LabDriver;

class ScriptedCutTest {
    private static final IfdCodec IFD = new IfdCodec();
    private static final Ifd ONE = LabDriver.port(1);
    private static final Ifd TWO = LabDriver.port(2);

    private static Event event(Operation operation, Ifd port) {
        return new Event(operation, port, ScriptedCut.TO, ScriptedCut.CAUSE);
    }

    @Test
    void partsAreMessagesToAListenerAndTheMarkIsTheLast() {
        List<RoutingMessage> heard = new ArrayList<>();
        new ScriptedCut().reset(IFD).deleted(IFD, ONE).added(IFD, ONE, TWO).changed(IFD, TWO).state(IFD, ONE).forEach(heard::add);
        assertEquals(
                List.of(
                        new Reset(MessageType.IFDEV, ScriptedCut.TO),
                        event(Operation.DELETE, ONE),
                        event(Operation.ADD, ONE),
                        event(Operation.ADD, TWO),
                        event(Operation.CHANGE, TWO),
                        event(Operation.ADD, ONE),
                        new Mark(ScriptedCut.EPOCH, ScriptedCut.TO, false)),
                heard);
    }

    @Test
    void recordsAreTakenAwayAfterAsManyAsTheTestSays() {
        Iterator<RoutingMessage> messages = new ScriptedCut().added(IFD, ONE, TWO).losesRecordsAfter(1).iterator();
        assertEquals(event(Operation.ADD, ONE), messages.next());
        for (int i = 0; i < 2; i++) {
            assertEquals(Errno.ESTALE, assertThrows(RoutingException.class, messages::next).errno());
        }
    }

    @Test
    void recordsAsTheyAreCanBeWalkedButNotRead() {
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_LENGTH + 8).order(Frame.ORDER).putInt(0, Frame.HEADER_LENGTH + 8);
        ScriptedCut cut = new ScriptedCut(0, 3, true).part(Part.VALUES, IFD.descriptor(), 2, frame);
        assertTrue(cut.nextPart());
        assertEquals(2, cut.from());
        assertTrue(cut.records().next());
        assertEquals(frame.limit(), Frame.length(cut.records().buffer(), cut.records().offset()));
        assertFalse(cut.records().next());
        assertFalse(cut.nextPart());
        cut.rewind();
        assertThrows(IllegalStateException.class, cut.iterator()::next);
    }
}
