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

/// The answer to DUMP: a snapshot between two frames of a reply, or a reply that says why it ends.
class DumpFramesTest {
    private static final TypeDescriptor IFD =
            new TypeDescriptor(MessageType.IFDEV, List.of(Field.key("index", FieldKind.U32)));
    private static final Filter FILTER = Filter.of(254, null, Prefix.parse("10.0.0.0/8"));
    private static final List<String> WHOLE = List.of(
            "reply DUMP more", "DESCRIBE 0", "SPAN 5", "record 64", "record 128", "MARK 0", "reply DUMP done at 9");

    private final RtsProtosw rts = new RtsProtosw();
    private final FakeControlBlock pcb = new FakeControlBlock();

    @BeforeEach
    void attach() {
        rts.usrreq(UserRequest.ATTACH, pcb, null);
        pcb.state = snapshot();
    }

    private static FakeCut snapshot() {
        List<ByteBuffer> records = List.of(FakeCut.record(64, 2), FakeCut.record(128, 3));
        return new FakeCut(9, true, new FakeCut.FakePart(Part.VALUES, IFD, 0, records));
    }

    private MessageSource dump() {
        rts.output(pcb, Frames.dump(3, List.of("route"), FILTER));
        return assertInstanceOf(MessageSource.class, pcb.events.getLast());
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
            FakeControlBlock peer = new FakeControlBlock();
            rts.usrreq(UserRequest.ATTACH, peer, null);
            peer.state = snapshot();
            rts.output(peer, Frames.dump(3, List.of("route"), FILTER));
            assertEquals(WHOLE, read(assertInstanceOf(MessageSource.class, peer.events.getLast()), room));
            assertEquals(0, peer.snapshotsOpen);
        }
    }

    @Test
    void flagsWordsAndFilterSayWhatIsWanted() {
        read(dump(), Frame.MAX_LENGTH);
        assertEquals(List.of(new AsyncMode(3, Set.of("route"), FILTER, null)), pcb.snapshotModes);
    }

    @Test
    void theSubscriptionIsNotTouched() {
        dump();
        assertTrue(pcb.events.stream().noneMatch(AsyncMode.class::isInstance), pcb.events.toString());
    }

    @Test
    void aTypeThatWasDescribedIsNotDescribedAgain() {
        read(dump(), Frame.MAX_LENGTH);
        pcb.state = snapshot();
        List<String> second = read(dump(), Frame.MAX_LENGTH);
        assertFalse(second.contains("DESCRIBE 0"), second.toString());
        ByteBuffer target = ByteBuffer.allocate(Frame.MAX_LENGTH);
        rts.input(pcb, snapshot()).fill(target);
        assertEquals(List.of("SPAN 5", "record 64", "record 128", "MARK 0"), outline(target.flip().order(Frame.ORDER)));
    }

    @Test
    void recordsThatAreTakenAwayEndItWithEstale() {
        FakeCut lost = snapshot();
        lost.patience = 1;
        pcb.state = lost;
        assertEquals(
                List.of("reply DUMP more", "DESCRIBE 0", "SPAN 5", "record 64", "reply DUMP ESTALE"), read(dump(), Frame.MAX_LENGTH));
        assertEquals(0, pcb.snapshotsOpen);
        pcb.state = snapshot();
        assertEquals("reply DUMP done at 9", read(dump(), Frame.MAX_LENGTH).getLast());
    }

    @Test
    void aRefusalWaitsForRoomAndSaysWhy() {
        FakeCut lost = snapshot();
        lost.patience = 0;
        pcb.state = lost;
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
        pcb.state = null;
        assertEquals(List.of("reply DUMP more", "reply DUMP EIO"), read(dump(), Frame.MAX_LENGTH));
    }

    @Test
    void oneDumpAtATime() {
        MessageSource first = dump();
        RoutingException e = assertThrows(RoutingException.class, () -> rts.output(pcb, Frames.dump(3, List.of(), FILTER)));
        assertEquals(Errno.EBUSY, e.errno());
        assertEquals(Errno.EBUSY.number(), Frame.errno(pcb.lastReply(), 0));
        assertEquals(WHOLE, read(first, Frame.MAX_LENGTH));
        pcb.state = snapshot();
        assertEquals("reply DUMP done at 9", read(dump(), Frame.MAX_LENGTH).getLast());
    }

    @Test
    void oneThatTheSwitchRefusesIsNotUnderWay() {
        pcb.refusesAnswers = true;
        assertThrows(RoutingException.class, () -> rts.output(pcb, Frames.dump(3, List.of(), FILTER)));
        assertEquals(Errno.ENOTCONN.number(), Frame.errno(pcb.lastReply(), 0));
        pcb.refusesAnswers = false;
        assertEquals(WHOLE, read(dump(), Frame.MAX_LENGTH));
    }

    @Test
    void aSocketThatGoesLetsTheSnapshotGo() {
        for (UserRequest how : List.of(UserRequest.DISCONNECT, UserRequest.DETACH, UserRequest.ABORT)) {
            attach();
            MessageSource source = dump();
            assertFalse(source.fill(ByteBuffer.allocate(200)));
            assertEquals(1, pcb.snapshotsOpen, how::name);
            rts.usrreq(how, pcb, null);
            assertEquals(0, pcb.snapshotsOpen, how::name);
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
