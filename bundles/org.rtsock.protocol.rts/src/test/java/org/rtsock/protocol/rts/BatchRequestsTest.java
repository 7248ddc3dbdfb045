// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;

/// What becomes of BATCH frames: what the kernel is asked, and what comes back.
class BatchRequestsTest {
    private static final int ALL = 0;
    private static final int EACH = 1;
    private static final int GIVE_UP = 2;
    private static final long NO_ITEM = 0xffff_ffffL;
    private static final Route A = Frames.route("10.1.0.0/16");
    private static final Route B = Frames.route("10.2.0.0/16");
    private static final RtTable BLUE = new RtTable(100, "blue", Family.INET);

    private final RtsProtosw rts = new RtsProtosw();
    private final RecordingControlBlock pcb = Recorded.socket();

    @BeforeEach
    void attach() {
        rts.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private static ByteBuffer batch(int mode, int flags, int seq, Consumer<FieldWriter> items) {
        ByteBuffer frame = Frames.frame(Operation.BATCH, MessageType.NOP, out -> items.accept(out.u8(mode).u8(0)));
        return frame.putShort(Frame.FLAGS_OFFSET, (short) flags).putInt(Frame.SEQ_OFFSET, seq);
    }

    private static <T extends RoutingObject> void item(FieldWriter out, Operation operation, ObjectCodec<T> codec, T object) {
        FieldWriter fields = new FieldWriter();
        codec.encode(object, fields);
        ByteBuffer bytes = ByteBuffer.allocate(fields.length());
        fields.copyTo(bytes, 0);
        out.u8(operation.number()).u16(codec.type().number()).u16(fields.length());
        while (bytes.hasRemaining()) {
            out.u8(bytes.get());
        }
    }

    private static void add(FieldWriter out, Route route) {
        item(out, Operation.ADD, new RouteCodec(), route);
    }

    private FieldReader onlyReply(int errno, int flags) {
        assertEquals(1, pcb.told().size());
        ByteBuffer frame = pcb.told().getFirst().bytes();
        assertEquals(Operation.BATCH.number(), Frame.operation(frame, 0));
        assertEquals(errno, Frame.errno(frame, 0));
        assertEquals(Frame.FLAG_REPLY | flags, Frame.flags(frame, 0));
        return Frames.payload(frame);
    }

    private void expectRefusal(Errno errno, String text, long item, ByteBuffer frame) {
        pcb.forget();
        RoutingException thrown = assertThrows(RoutingException.class, () -> rts.output(pcb, frame));
        assertEquals(errno, thrown.errno());
        FieldReader payload = onlyReply(errno.number(), 0);
        String told = payload.text();
        assertTrue(told.contains(text), told);
        assertEquals(item, payload.u32());
    }

    private RouteReply refuseB(RouteRequest request) {
        if (request.object().equals(B)) {
            throw new RoutingException(Errno.EEXIST, "route " + B.key().prefix() + " exists");
        }
        return new RouteReply(request.object(), RecordingControlBlock.VERSION);
    }

    @Test
    void oneFrameIsOneBatch() {
        rts.output(pcb, batch(ALL, 0, 5, out -> {
            add(out, A);
            item(out, Operation.DELETE, new RouteCodec(), B);
            item(out, Operation.ADD, new RtTableCodec(), BLUE);
        }));
        assertEquals(
                List.of(Operation.ADD, Operation.DELETE, Operation.ADD),
                pcb.requests().stream().map(RouteRequest::operation).toList());
        assertEquals(List.of(A, B, BLUE), pcb.requests().stream().map(RouteRequest::object).toList());
        assertEquals(3, onlyReply(0, Frame.FLAG_DONE).u32());
        assertEquals(RecordingControlBlock.VERSION, Frame.kernelVersion(pcb.told().getFirst().bytes(), 0));
    }

    @Test
    void nothingIsCarriedOutBeforeTheLastFrame() {
        rts.output(pcb, batch(ALL, Frame.FLAG_MORE, 5, out -> add(out, A)));
        assertEquals(List.of(), pcb.requests());
        assertEquals(List.of(), pcb.told());
        rts.output(pcb, batch(ALL, 0, 5, out -> add(out, B)));
        assertEquals(List.of(A, B), pcb.requests().stream().map(RouteRequest::object).toList());
        assertEquals(2, onlyReply(0, Frame.FLAG_DONE).u32());
    }

    @Test
    void refusalNamesTheItemInTheWholeBatch() {
        pcb.kernel(this::refuseB);
        rts.output(pcb, batch(ALL, Frame.FLAG_MORE, 5, out -> {
            add(out, A);
            add(out, A);
        }));
        expectRefusal(Errno.EEXIST, "10.2.0.0/16 exists", 2, batch(ALL, 0, 5, out -> {
            add(out, B);
            add(out, A);
        }));
        // And the next batch begins anew.
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 6, out -> add(out, A)));
        assertEquals(1, onlyReply(0, Frame.FLAG_DONE).u32());
    }

    @Test
    void whatComesOfARefusedBatchIsPassedOver() {
        expectRefusal(Errno.EINVAL, "reaches beyond", NO_ITEM, batch(ALL, Frame.FLAG_MORE, 5, out -> out.u8(1).u16(2).u16(9)));
        pcb.forget();
        rts.output(pcb, batch(ALL, Frame.FLAG_MORE, 5, out -> add(out, A)));
        rts.output(pcb, batch(ALL, 0, 5, out -> add(out, A)));
        assertEquals(List.of(), pcb.requests());
        assertEquals(List.of(), pcb.told());
        rts.output(pcb, batch(ALL, 0, 6, out -> add(out, A)));
        assertEquals(1, onlyReply(0, Frame.FLAG_DONE).u32());
    }

    @Test
    void anotherBatchHasToWaitAndDoesNoHarm() {
        rts.output(pcb, batch(ALL, Frame.FLAG_MORE, 5, out -> add(out, A)));
        expectRefusal(Errno.EBUSY, "number 5 is under way", NO_ITEM, batch(ALL, 0, 6, out -> add(out, B)));
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 5, out -> add(out, B)));
        assertEquals(2, onlyReply(0, Frame.FLAG_DONE).u32());
    }

    @Test
    void whatComesOfABatchThatHadToWaitIsPassedOverToo() {
        rts.output(pcb, batch(ALL, Frame.FLAG_MORE, 5, out -> add(out, A)));
        expectRefusal(Errno.EBUSY, "number 5 is under way", NO_ITEM, batch(ALL, Frame.FLAG_MORE, 6, out -> add(out, B)));
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 5, out -> {}));
        assertEquals(1, onlyReply(0, Frame.FLAG_DONE).u32());
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 6, out -> add(out, B)));
        assertEquals(List.of(), pcb.told());
        assertEquals(List.of(), pcb.requests());
    }

    @Test
    void otherFramesBetweenThoseOfARefusedBatchDoNotBringItBack() {
        expectRefusal(Errno.EINVAL, "reaches beyond", NO_ITEM, batch(ALL, Frame.FLAG_MORE, 5, out -> out.u8(1).u16(2).u16(9)));
        rts.output(pcb, batch(EACH, 0, 6, out -> add(out, B)));
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 5, out -> add(out, A)));
        assertEquals(List.of(), pcb.requests());
        assertEquals(List.of(), pcb.told());
    }

    @Test
    void batchWhoseFirstFrameHasNoModeIsRefusedWhole() {
        expectRefusal(Errno.EINVAL, "mode of the batch is 9", NO_ITEM, batch(9, Frame.FLAG_MORE, 5, out -> add(out, A)));
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 5, out -> add(out, B)));
        assertEquals(List.of(), pcb.requests());
    }

    @Test
    void nothingIsKeptForWhoMayNotWrite() {
        pcb.ownedBy(new Credentials("guest", 0, false));
        expectRefusal(Errno.EACCES, "user guest may not write", NO_ITEM, batch(ALL, Frame.FLAG_MORE, 5, out -> add(out, A)));
        expectRefusal(Errno.EACCES, "user guest may not write", NO_ITEM, batch(EACH, 0, 6, out -> add(out, A)));
        assertEquals(List.of(), pcb.requests());
    }

    @Test
    void otherRequestsMayComeInBetween() {
        rts.output(pcb, batch(ALL, Frame.FLAG_MORE, 5, out -> add(out, A)));
        rts.output(pcb, Frames.route(Operation.ADD, B, 0));
        assertEquals(List.of(B), pcb.requests().stream().map(RouteRequest::object).toList());
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 5, out -> {}));
        assertEquals(1, onlyReply(0, Frame.FLAG_DONE).u32());
    }

    @Test
    void batchCanBeGivenUp() {
        rts.output(pcb, batch(ALL, Frame.FLAG_MORE, 5, out -> add(out, A)));
        rts.output(pcb, batch(GIVE_UP, 0, 5, out -> {}));
        assertEquals(0, onlyReply(0, Frame.FLAG_DONE).u32());
        pcb.forget();
        rts.output(pcb, batch(ALL, 0, 7, out -> add(out, B)));
        assertEquals(List.of(B), pcb.requests().stream().map(RouteRequest::object).toList());
    }

    @Test
    void eachOnItsOwnLeavesOutWhatIsRefused() {
        pcb.kernel(this::refuseB);
        rts.output(pcb, batch(EACH, 0, 5, out -> {
            add(out, B);
            add(out, A);
            item(out, Operation.GET, new RouteCodec(), A);
            item(out, Operation.LOCK, new RtTableCodec(), BLUE);
        }));
        FieldReader payload = onlyReply(0, Frame.FLAG_DONE);
        assertEquals(2, payload.u32(), "A, and GET, which this kernel takes");
        assertEquals(0, payload.u16());
        assertEquals(Errno.EEXIST.number(), payload.u16());
        assertEquals("route 10.2.0.0/16 exists", payload.text());
        assertEquals(3, payload.u16());
        assertEquals(Errno.EOPNOTSUPP.number(), payload.u16());
        assertEquals("operation LOCK is not for message type RTTABLE (1)", payload.text());
        assertEquals(0, payload.remaining());
    }

    @Test
    void textsOfManyRefusalsAreLeftOut() {
        pcb.kernel(this::refuseB);
        rts.output(pcb, batch(EACH, 0, 5, out -> IntStream.range(0, 512).forEach(_ -> add(out, B))));
        FieldReader payload = onlyReply(0, Frame.FLAG_DONE);
        assertEquals(0, payload.u32());
        int bytes = 0;
        for (int i = 0; i < 512; i++) {
            assertEquals(i, payload.u16());
            assertEquals(Errno.EEXIST.number(), payload.u16());
            String text = payload.text();
            assertEquals(i == 0 || bytes > 0 && bytes + 24 <= 4096, !text.isEmpty());
            bytes += text.length();
        }
        assertEquals(0, payload.remaining());
    }

    @Test
    void frameThatMakesNoSenseIsRefusedAsAWhole() {
        expectRefusal(Errno.EINVAL, "mode of the batch is 3", NO_ITEM, batch(3, 0, 5, out -> {}));
        expectRefusal(Errno.EINVAL, "flag MORE", NO_ITEM, batch(EACH, Frame.FLAG_MORE, 5, out -> add(out, A)));
        expectRefusal(
                Errno.EINVAL, "513 items", NO_ITEM, batch(EACH, 0, 5, out -> IntStream.range(0, 513).forEach(_ -> add(out, A))));
        expectRefusal(Errno.EINVAL, "item 1 of the batch frame", NO_ITEM, batch(ALL, 0, 5, out -> {
            add(out, A);
            out.u8(1).u16(2);
        }));
        assertEquals(List.of(), pcb.requests());
    }

    @Test
    void itemOfAnotherFamilyThanTheSocketsIsRefused() {
        pcb.restrictTo(Family.INET6);
        expectRefusal(Errno.EAFNOSUPPORT, "prefix 10.1.0.0/16 is inet", 0, batch(ALL, 0, 5, out -> add(out, A)));
    }
}
