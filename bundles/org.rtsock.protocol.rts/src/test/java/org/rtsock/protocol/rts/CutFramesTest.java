// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;

class CutFramesTest {
    private static final TypeDescriptor IFD =
            new TypeDescriptor(MessageType.IFDEV, List.of(Field.key("index", FieldKind.U32)));
    private static final TypeDescriptor IFL =
            new TypeDescriptor(MessageType.IFLOGICAL, List.of(Field.key("index", FieldKind.U32)));

    private final RtsProtosw rts = new RtsProtosw();
    private final RecordingControlBlock pcb = Recorded.socket();

    @BeforeEach
    void attach() {
        rts.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private static ScriptedCut fullCut() {
        return new ScriptedCut(5, 9, false)
                .part(Part.RESET, IFL, 0)
                .part(Part.DELETES, IFD, 5, Frames.filled(56, 1))
                .part(Part.VALUES, IFD, 5, Frames.filled(64, 2), Frames.filled(128, 3))
                .part(Part.VALUES, IFL, 0, Frames.filled(72, 4));
    }

    private static ScriptedCut reset(TypeDescriptor type) {
        return new ScriptedCut(5, 9, false).part(Part.RESET, type, 0);
    }

    private ByteBuffer all(ScriptedCut cut) {
        ByteBuffer target = ByteBuffer.allocate(Frame.MAX_LENGTH);
        assertTrue(rts.input(pcb, cut).fill(target));
        return target.flip().order(Frame.ORDER);
    }

    private static List<String> outline(ByteBuffer stream) {
        List<String> frames = new ArrayList<>();
        for (int at = 0; at < stream.limit(); at += Frame.length(stream, at)) {
            int operation = Frame.operation(stream, at);
            frames.add(operation < 32 ? "record " + Frame.length(stream, at)
                    : Operation.of(operation) + " " + Frame.type(stream, at));
        }
        return frames;
    }

    @Test
    void framesStandInTheOrderOfTheDocument() {
        assertEquals(
                List.of("DESCRIBE 0", "RESET 6", "DESCRIBE 0", "SPAN 5", "record 56", "SPAN 5", "record 64", "record 128",
                        "SPAN 6", "record 72", "MARK 0"),
                outline(all(fullCut())));
    }

    @Test
    void aTypeIsDescribedOnceASocketAndAgainWhenItIsNotWhatItWas() {
        all(fullCut());
        assertEquals(List.of("RESET 5", "MARK 0"), outline(all(reset(IFD))));
        TypeDescriptor longer = new TypeDescriptor(
                MessageType.IFDEV, List.of(Field.key("index", FieldKind.U32), Field.of("new", FieldKind.U8)));
        assertEquals(List.of("DESCRIBE 0", "RESET 5", "MARK 0"), outline(all(reset(longer))));
        RecordingControlBlock stranger = new RecordingControlBlock();
        rts.usrreq(UserRequest.ATTACH, stranger, null);
        ByteBuffer target = ByteBuffer.allocate(Frame.MAX_LENGTH);
        rts.input(stranger, reset(longer)).fill(target);
        assertEquals(List.of("DESCRIBE 0", "RESET 5", "MARK 0"), outline(target.flip().order(Frame.ORDER)));
    }

    @Test
    void goldenBytesOfASnapshot() {
        ScriptedCut cut = new ScriptedCut(0, 3, true).part(Part.VALUES, IFD, 0x0102, Frames.filled(48, 0xee));
        String describe = "50000000" + "01" + "23" + "0000" + "0000" + "0000" + "3000" + "1f00"
                + "00000000" + "00000000" + "0300000000000000" + "0000000000000000" + "0000000000000000"
                + "0500" + "0500" + "4946444556" + "0300" + "696664" + "0a00" + "01000000" // IFDEV, ifd, rank, flag
                + "0100" + "0500" + "696e646578" + "03" + "01" + "00"; // one field: index, U32, key
        String span = "40000000" + "01" + "22" + "0500" + "0000" + "0000" + "3000" + "0900"
                + "00000000" + "00000000" + "0300000000000000" + "4d00000000000000" + "0000000000000000"
                + "02" + "0201000000000000" + "00000000000000";
        String mark = "30000000" + "01" + "20" + "0000" + "0200" + "0000" + "3000" + "0000"
                + "00000000" + "00000000" + "0300000000000000" + "4d00000000000000" + "0000000000000000";
        assertEquals(describe + span + "30000000" + "ee".repeat(44) + mark, Frames.hex(all(cut)));
    }

    @Test
    void resetCarriesTypeVersionAndEpoch() {
        all(reset(IFD));
        ByteBuffer reset = all(reset(IFD));
        assertEquals(MessageType.IFDEV.number(), Frame.type(reset, 0));
        assertEquals(9, Frame.kernelVersion(reset, 0));
        assertEquals(0x4d, Frame.born(reset, 0));
    }

    @Test
    void aFullTargetStopsBetweenFramesAndNothingIsLost() {
        ByteBuffer whole = all(fullCut());
        for (int room = 128; room < whole.limit(); room += 8) {
            RecordingControlBlock peer = new RecordingControlBlock();
            rts.usrreq(UserRequest.ATTACH, peer, null);
            MessageSource source = rts.input(peer, fullCut());
            ByteBuffer collected = ByteBuffer.allocate(whole.limit());
            boolean ended = false;
            while (!ended) {
                ByteBuffer target = ByteBuffer.allocate(room);
                ended = source.fill(target);
                assertTrue(ended || target.position() > 0, "no progress with room for " + room);
                outline(target.flip().order(Frame.ORDER)); // whole frames, or this runs over the end
                collected.put(target.position(0));
            }
            assertEquals(whole, collected.flip());
        }
    }

    @Test
    void severalSpansOfOneTypeTellTheirPlaces() {
        ByteBuffer stream = all(new ScriptedCut(5, 9, true)
                .part(Part.DELETES, IFD, 5, Frames.filled(56, 1))
                .part(Part.DELETES, IFD, 5, Frames.filled(64, 2))
                .part(Part.VALUES, IFD, 0, Frames.filled(72, 3))
                .part(Part.VALUES, IFD, 5, Frames.filled(80, 4)));
        assertEquals(
                List.of("DESCRIBE 0", "SPAN 5", "record 56", "SPAN 5", "record 64", "SPAN 5", "record 72", "SPAN 5", "record 80", "MARK 0"),
                outline(stream));
        List<String> spans = new ArrayList<>();
        for (int at = 0; at < stream.limit(); at += Frame.length(stream, at)) {
            if (Frame.operation(stream, at) == Operation.SPAN.number()) {
                int payload = Frame.payloadOffset(stream, at);
                spans.add(stream.get(payload) + " from " + stream.getLong(payload + 1));
            }
        }
        assertEquals(List.of("1 from 5", "1 from 5", "2 from 0", "2 from 5"), spans);
    }

    /// The switch drops the cut and begins another one; what was written stays, and the peer knows the types it was told of.
    @Test
    void recordsThatAreTakenAwayLeaveWholeFrames() {
        ByteBuffer target = ByteBuffer.allocate(Frame.MAX_LENGTH);
        MessageSource source = rts.input(pcb, fullCut().losesRecordsAfter(2));
        assertThrows(RoutingException.class, () -> source.fill(target));
        assertEquals(ByteOrder.BIG_ENDIAN, target.order());
        assertTrue(rts.input(pcb, fullCut()).fill(target));
        assertEquals(
                List.of("DESCRIBE 0", "RESET 6", "DESCRIBE 0", "SPAN 5", "record 56", "SPAN 5", "record 64",
                        "RESET 6", "SPAN 5", "record 56", "SPAN 5", "record 64", "record 128", "SPAN 6", "record 72", "MARK 0"),
                outline(target.flip().order(Frame.ORDER)));
    }

    @Test
    void aCutThatFollowsAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer target = ByteBuffer.allocateDirect(Frame.MAX_LENGTH);
        ScriptedCut cut = reset(IFD);
        long before = 0;
        for (int i = 0; i < 30_000; i++) {
            before = i == 20_000 ? threads.getCurrentThreadAllocatedBytes() : before;
            cut.rewind();
            assertTrue(rts.input(pcb, cut).fill(target.clear()));
        }
        double bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000.0;
        assertTrue(bytes < 8, bytes + " bytes a cut");
    }
}
