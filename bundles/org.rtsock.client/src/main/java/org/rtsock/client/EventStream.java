// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import org.rtsock.api.RoutingException;

/// A subscription as its listener reads it: the state, a mark, then every change, each batch closed by a mark. One thread.
///
/// A listener that reads so slowly that the appliance takes the records of a cut away from it gets no mark for what it was given of that
/// cut: resets of all its types follow, then all there is, then a mark. The last mark is the place to resume from, whatever came after it.
///
/// Whoever listens to routes or redirects is also given notices of what left no state behind, at any place, also in the middle of a cut, of
/// which they are no part.
public final class EventStream {
    private final FrameReader frames;
    private final MessageDecoder decoder;

    EventStream(FrameReader frames, MessageDecoder decoder) {
        this.frames = frames;
        this.decoder = decoder;
    }

    /// Waits for the next message.
    ///
    /// @throws RoutingException the errno with which the appliance refuses the subscription
    /// @throws IOException      when the connection broke or was closed
    public StreamMessage next() throws IOException {
        while (true) {
            FrameReader.Kind kind = frames.next();
            if (kind == FrameReader.Kind.REPLY) {
                // The answer to LISTEN, refused or not; it may stand behind the first cut.
                frames.checkRefusal();
            } else {
                StreamMessage message = decoder.decode(kind);
                if (message != null) {
                    return message;
                }
            }
        }
    }
}
