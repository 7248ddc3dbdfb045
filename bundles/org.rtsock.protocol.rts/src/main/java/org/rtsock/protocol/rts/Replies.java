// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;

/// Makes replies: the request's operation, type, pid and seq, what became of it, and a payload. Reuses its buffers; one thread at a time.
final class Replies {
    private static final int MAX_TEXT = 4096;

    private final FieldWriter payload = new FieldWriter();
    private ByteBuffer frame = ByteBuffer.allocate(512).order(Frame.ORDER);

    /// The payload of the next reply, empty.
    FieldWriter payload() {
        return payload.reset();
    }

    /// Sends what stands in [#payload]: the request was carried out, and this is all or the end of the answer.
    void done(ControlBlock pcb, Request request, @Nullable Family about, long version) {
        send(pcb, request, about, Frame.FLAG_DONE, 0, version);
    }

    /// Sends what stands in [#payload], with more to follow.
    void more(ControlBlock pcb, Request request) {
        send(pcb, request, null, Frame.FLAG_MORE, 0, 0);
    }

    /// The request was refused.
    void refused(ControlBlock pcb, Request request, RoutingException why) {
        payload().text(text(why));
        send(pcb, request, null, 0, why.errno().number(), 0);
    }

    /// A batch was refused, because of an item or as a whole.
    void refused(ControlBlock pcb, Request request, RoutingException why, int item) {
        payload().text(text(why)).u32(item);
        send(pcb, request, null, 0, why.errno().number(), 0);
    }

    private void send(
            ControlBlock pcb, Request request, @Nullable Family about, int flags, int errno, long version) {
        int length = Frame.lengthFor(payload.length());
        if (length > frame.capacity()) {
            frame = ByteBuffer.allocate(length).order(Frame.ORDER);
        }
        frame.clear();
        request.echo().putHeader(frame, 0, flags, errno, version, payload.length());
        payload.copyTo(frame, Frame.HEADER_LENGTH);
        pcb.reply(about, frame.limit(length));
    }

    /// The text of a refusal; one that quotes a peer's own text may be as long as that.
    static String text(RoutingException why) {
        String text = why.getMessage();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /// What went wrong inside, for a peer that must not be left without an answer.
    static RoutingException internal(RuntimeException e) {
        return new RoutingException(Errno.EIO, "internal error: " + e, e);
    }
}
