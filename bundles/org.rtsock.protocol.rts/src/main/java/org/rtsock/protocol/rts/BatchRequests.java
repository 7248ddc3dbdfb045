// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.BatchReply;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;

/// Carries out BATCH frames.
///
/// ```
///   U8 mode (0 all or none, 1 each on its own, 2 give up)   U8 level   items, see [BatchItems]
///
///   reply of mode 0:  U32 how many items                                   refused:  TEXT   U32 index of the item
///   reply of mode 1:  U32 how many were carried out, then for the others:  U16 index   U16 errno   TEXT
/// ```
///
/// What has come of a batch belongs to the [RtsControlBlock] whose lock is held.
final class BatchRequests {
    private static final int HEAD = 2;
    private static final int ALL_OR_NONE = 0;
    static final int EACH = 1;
    private static final int GIVE_UP = 2;
    /// Items of a frame of mode 1, and bytes of all texts of its reply: so small that the replies of all requests that a transport lets be
    /// unanswered fit a receive buffer.
    private static final int MAX_EACH = 512;
    private static final int MAX_TEXTS = 4096;

    private BatchRequests() {}

    private record Refusal(int index, RoutingException why) {}

    /// @throws RoutingException why it was refused; nothing has been answered then. [BatchUnderWay#takeRefusedItem] tells which item it was
    static void carryOut(ControlBlock pcb, RtsControlBlock state, Request request) {
        BatchUnderWay underWay = state.batch();
        ByteBuffer items = request.payloadBytes();
        FieldReader in = request.payload(state.reader());
        int mode = in.u8();
        if (mode == ALL_OR_NONE && underWay.passesOver(request)) {
            return;
        }
        Level level = ObjectRequests.level(in);
        // Before anything of it is kept.
        if (!pcb.credentials().mayWrite()) {
            throw new RoutingException(Errno.EACCES, "user " + pcb.credentials().user() + " may not write");
        }
        items.position(HEAD);
        switch (mode) {
            case ALL_OR_NONE -> allOrNone(pcb, state, request, level, items);
            case EACH -> each(pcb, state, request, level, items);
            case GIVE_UP -> {
                in.require(!items.hasRemaining(), "a batch of mode 2 gives up what came before, and has no items");
                underWay.giveUp(request);
                done(pcb, state, request, new BatchReply(0, 0), List.of());
            }
            default -> in.require(false, "mode of the batch is " + mode + ", not 0 (all or none), 1 (each) or 2 (give up)");
        }
    }

    private static void allOrNone(ControlBlock pcb, RtsControlBlock state, Request request, Level level, ByteBuffer items) {
        BatchUnderWay underWay = state.batch();
        underWay.add(request, level, items);
        if (!request.hasMore()) {
            BatchReply reply = pcb.routeOutput(new BatchItems(
                    underWay.chunks(), level, request, pcb.family(), state.rows(), underWay::refused));
            underWay.clear();
            done(pcb, state, request, reply, List.of());
        }
    }

    private static void each(ControlBlock pcb, RtsControlBlock state, Request request, Level level, ByteBuffer items) {
        if (request.hasMore()) {
            throw new RoutingException(Errno.EINVAL, "flag MORE is not for a batch of mode 1: each frame is carried out on its own");
        }
        int count = BatchItems.count(items);
        if (count > MAX_EACH) {
            throw new RoutingException(Errno.EINVAL, "a frame of mode 1 has " + count + " items, more than " + MAX_EACH);
        }
        List<Refusal> refusals = new ArrayList<>();
        BatchReply reply = pcb.routeOutput(new BatchItems(
                List.of(items), level, request, pcb.family(), state.rows(), (index, why) -> refusals.add(new Refusal(index, why))));
        done(pcb, state, request, reply, refusals);
    }

    private static void done(ControlBlock pcb, RtsControlBlock state, Request request, BatchReply reply, List<Refusal> refusals) {
        FieldWriter payload = state.replies().payload().u32(reply.carriedOut());
        int left = MAX_TEXTS;
        for (Refusal refusal : refusals) {
            String text = refusal.why().getMessage();
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            boolean fits = length <= left;
            left -= fits ? length : left;
            payload.u16(refusal.index()).u16(refusal.why().errno().number()).text(fits ? text : "");
        }
        state.replies().done(pcb, request, null, reply.version());
    }
}
