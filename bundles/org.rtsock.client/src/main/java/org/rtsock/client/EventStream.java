// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import org.rtsock.api.RoutingException;
import org.rtsock.api.wire.Frame;

/// A subscription as its listener reads it: the state, a mark, then every change, each batch closed by a mark. One thread.
///
/// A listener that reads so slowly that the appliance takes the records of a cut away from it gets no mark for what it was given of that
/// cut: resets of all its types follow, then all there is, then a mark. The last mark is the place to resume from, whatever came after it.
///
/// Whoever listens to routes or redirects is also given notices of what left no state behind, at any place, also in the middle of a cut, of
/// which they are no part.
public final class EventStream {
    private final FrameChannel frames;
    private final MessageDecoder decoder;

    EventStream(FrameChannel frames, MessageDecoder decoder) {
        this.frames = frames;
        this.decoder = decoder;
    }

    /// Waits for the next message.
    ///
    /// @throws RoutingException the errno with which the appliance refuses the subscription
    /// @throws IOException      when the connection broke or was closed
    public StreamMessage next() throws IOException {
        while (true) {
            int offset = frames.next();
            if ((Frame.flags(frames.received(), offset) & Frame.FLAG_REPLY) != 0) {
                // The answer to LISTEN, refused or not; it stands before the first cut.
                frames.checkRefusal(offset);
            } else {
                StreamMessage message = decoder.decode(offset);
                if (message != null) {
                    return message;
                }
            }
        }
    }
}
