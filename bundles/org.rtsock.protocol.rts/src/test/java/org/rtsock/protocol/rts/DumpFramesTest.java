// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;
import org.rtsock.testkit.socket.ScriptedSnapshot;
import org.rtsock.testkit.socket.SocketEvent.Answered;

/// The answer to DUMP: a snapshot between two frames of a reply, or a reply that says why it ends.
class DumpFramesTest {
    private static final TypeDescriptor IFD =
            new TypeDescriptor(MessageType.IFDEV, List.of(Field.key("index", FieldKind.U32)));
    private static final Filter FILTER = Filter.of(254, null, Prefix.parse("10.0.0.0/8"));
    private static final List<String> WHOLE = List.of(
            "reply DUMP more", "DESCRIBE 0", "SPAN 5", "record 64", "record 128", "MARK 0", "reply DUMP done at 9");

    private final RtsProtosw rts = new RtsProtosw();
    private final RecordingControlBlock pcb = Recorded.socket();

    @BeforeEach
    void attach() {
        rts.usrreq(UserRequest.ATTACH, pcb, null);
        pcb.domain().holds(DumpFramesTest::snapshot);
    }

    private static ScriptedCut snapshot() {
        return new ScriptedCut(0, 9, true).part(Part.VALUES, IFD, 0, Frames.filled(64, 2), Frames.filled(128, 3));
    }

    private MessageSource dump() {
        rts.output(pcb, Frames.dump(3, List.of("route"), FILTER));
        return assertInstanceOf(Answered.class, pcb.events().getLast()).messages();
    }

    private static List<String> outline(ByteBuffer stream) {
        List<String> frames = new ArrayList<>();
        for (int at = 0; at < stream.limit(); at += Frame.length(stream, at)) {
            int operation = Frame.operation(stream, at);
            int flags = Frame.flags(stream, at);
            String name = operation < 32 ? "record" : Operation.of(operation).name();
            if ((flags & Frame.FLAG_REPLY) != 0) {
                assertEquals(Frames.PID, Frame.pid(stream, at));
                assertEquals(Frames.SEQ, Frame.seq(stream, at));
                frames.add("reply " + name
                        + ((flags & Frame.FLAG_MORE) != 0 ? " more" : "")
                        + ((flags & Frame.FLAG_DONE) != 0 ? " done at " + Frame.kernelVersion(stream, at) : "")
                        + (Frame.errno(stream, at) != 0 ? " " + Errno.of(Frame.errno(stream, at)) : ""));
            } else {
                frames.add(name + " " + (operation < 32 ? Frame.length(stream, at) : Frame.type(stream, at)));
            }
        }
        return frames;
    }

    private static List<String> read(MessageSource source, int room) {
        ByteBuffer collected = ByteBuffer.allocate(1 << 16).order(Frame.ORDER);
        boolean ended = false;
        while (!ended) {
            ByteBuffer target = ByteBuffer.allocate(room);
            ended = source.fill(target);
            assertTrue(ended || target.position() > 0, "no progress with room for " + room);
            assertEquals(ByteOrder.BIG_ENDIAN, target.order());
            collected.put(target.flip());
        }
        return outline(collected.flip());
    }

    @Test
    void aSnapshotStandsBetweenTwoRepliesWhateverTheRoom() {
        for (int room = 128; room < 600; room += 8) {
            RecordingControlBlock peer = new RecordingControlBlock();
            rts.usrreq(UserRequest.ATTACH, peer, null);
            peer.domain().holds(DumpFramesTest::snapshot);
            rts.output(peer, Frames.dump(3, List.of("route"), FILTER));
            assertEquals(WHOLE, read(assertInstanceOf(Answered.class, peer.events().getLast()).messages(), room));
            assertEquals(0, peer.domain().openSnapshots());
        }
    }

    @Test
    void flagsWordsAndFilterSayWhatIsWanted() {
        read(dump(), Frame.MAX_LENGTH);
        AsyncMode mode = new AsyncMode(3, Set.of("route"), FILTER, null);
        assertEquals(List.of(mode), pcb.domain().snapshots().stream().map(ScriptedSnapshot::mode).toList());
    }

    @Test
    void theSubscriptionIsNotTouched() {
        dump();
        assertEquals(List.of(), pcb.modes());
    }

    @Test
    void aTypeThatWasDescribedIsNotDescribedAgain() {
        read(dump(), Frame.MAX_LENGTH);
        pcb.domain().holds(DumpFramesTest::snapshot);
        List<String> second = read(dump(), Frame.MAX_LENGTH);
        assertFalse(second.contains("DESCRIBE 0"), second.toString());
        ByteBuffer target = ByteBuffer.allocate(Frame.MAX_LENGTH);
        rts.input(pcb, snapshot()).fill(target);
        assertEquals(List.of("SPAN 5", "record 64", "record 128", "MARK 0"), outline(target.flip().order(Frame.ORDER)));
    }

    @Test
    void recordsThatAreTakenAwayEndItWithEstale() {
        pcb.domain().holds(() -> snapshot().losesRecordsAfter(1));
        assertEquals(
                List.of("reply DUMP more", "DESCRIBE 0", "SPAN 5", "record 64", "reply DUMP ESTALE"), read(dump(), Frame.MAX_LENGTH));
        assertEquals(0, pcb.domain().openSnapshots());
        pcb.domain().holds(DumpFramesTest::snapshot);
        assertEquals("reply DUMP done at 9", read(dump(), Frame.MAX_LENGTH).getLast());
    }

    @Test
    void aRefusalWaitsForRoomAndSaysWhy() {
        pcb.domain().holds(() -> snapshot().losesRecordsAfter(0));
        MessageSource source = dump();
        ByteBuffer target = ByteBuffer.allocate(Frame.lengthFor(0) + 80 + Frame.lengthFor(9) + 16);
        assertFalse(source.fill(target));
        ByteBuffer rest = ByteBuffer.allocate(Frame.MAX_LENGTH);
        assertTrue(source.fill(rest));
        assertEquals(List.of("reply DUMP ESTALE"), outline(rest.flip().order(Frame.ORDER)));
        assertEquals("records were taken away", Frames.payload(rest).text());
    }

    @Test
    void whatBreaksInsideIsAnsweredToo() {
        pcb.domain().holds(() -> {
            throw new IllegalStateException("no kernel");
        });
        assertEquals(List.of("reply DUMP more", "reply DUMP EIO"), read(dump(), Frame.MAX_LENGTH));
    }

    @Test
    void oneDumpAtATime() {
        MessageSource first = dump();
        RoutingException e = assertThrows(RoutingException.class, () -> rts.output(pcb, Frames.dump(3, List.of(), FILTER)));
        assertEquals(Errno.EBUSY, e.errno());
        assertEquals(Errno.EBUSY.number(), Frame.errno(Recorded.lastReply(pcb), 0));
        assertEquals(WHOLE, read(first, Frame.MAX_LENGTH));
        pcb.domain().holds(DumpFramesTest::snapshot);
        assertEquals("reply DUMP done at 9", read(dump(), Frame.MAX_LENGTH).getLast());
    }

    @Test
    void oneThatTheSwitchRefusesIsNotUnderWay() {
        pcb.refuseAnswers(new RoutingException(Errno.ENOTCONN, "socket 1 is disconnected"));
        assertThrows(RoutingException.class, () -> rts.output(pcb, Frames.dump(3, List.of(), FILTER)));
        assertEquals(Errno.ENOTCONN.number(), Frame.errno(Recorded.lastReply(pcb), 0));
        pcb.refuseAnswers(null);
        assertEquals(WHOLE, read(dump(), Frame.MAX_LENGTH));
    }

    @Test
    void aSocketThatGoesLetsTheSnapshotGo() {
        for (UserRequest how : List.of(UserRequest.DISCONNECT, UserRequest.DETACH, UserRequest.ABORT)) {
            attach();
            MessageSource source = dump();
            assertFalse(source.fill(ByteBuffer.allocate(200)));
            assertEquals(1, pcb.domain().openSnapshots(), how::name);
            rts.usrreq(how, pcb, null);
            assertEquals(0, pcb.domain().openSnapshots(), how::name);
            assertTrue(source.fill(ByteBuffer.allocate(Frame.MAX_LENGTH)));
        }
    }

    @Test
    void truncatedPayloadIsRefused() {
        ByteBuffer frame = Frames.frame(Operation.DUMP, MessageType.NOP, out -> out.u32(3).u16(1));
        RoutingException e = assertThrows(RoutingException.class, () -> rts.output(pcb, frame));
        assertEquals(Errno.EINVAL, e.errno());
    }
}
