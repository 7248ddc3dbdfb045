// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;

/// Frames about what left no state behind (`rt_missmsg`). The cause stands in the header, and the version is 0, because nothing happened to
/// the kernel's state.
///
/// ```
///   MISS ROUTE:                     U32 table   PREFIX destination
///   RESOLVE ROUTE, LOSING ROUTE:    U32 table   PREFIX destination   fields of ROUTE
///   ADD REDIRECT, errno not 0:      U32 table   PREFIX destination   fields of REDIRECT
/// ```
///
/// Encoded once, whatever the number of sockets: the switch asks for all of them, one after the other. Any thread.
final class EventFrames {
    private static final RouteCodec ROUTES = new RouteCodec();
    private static final RedirectCodec REDIRECTS = new RedirectCodec();

    /// @param frame never changed
    private record Encoded(RouteEvent event, ByteBuffer frame) {}

    /// The newest event. Whoever finds another one here encodes his own.
    private volatile @Nullable Encoded newest;

    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by the lock, which is held for as long as it takes to encode an event.
    private final FieldWriter payload = new FieldWriter();

    /// Whether a socket with this mode wants to hear of the event. A condition of the filter on what a MISS does not have, the priority and
    /// the protocol of a route, does not concern it.
    static boolean wants(AsyncMode mode, RouteEvent event) {
        Filter filter = mode.filter();
        Prefix destination = event.destination();
        Prefix within = filter.prefix();
        return mode.wants(type(event))
                && filter.admitsTable(event.table())
                && filter.admitsFamily(destination.family())
                && (within == null || within.contains(destination))
                && admitsRoute(filter, event);
    }

    private static MessageType type(RouteEvent event) {
        return event instanceof RouteEvent.RedirectRefused ? MessageType.REDIRECT : MessageType.ROUTE;
    }

    private static boolean admitsRoute(Filter filter, RouteEvent event) {
        return switch (event) {
            case RouteEvent.Resolve resolve -> admits(filter, resolve.route());
            case RouteEvent.Losing losing -> admits(filter, losing.route());
            case RouteEvent.Miss _, RouteEvent.RedirectRefused _ -> true;
        };
    }

    private static boolean admits(Filter filter, Route route) {
        return filter.admitsPriority(route.key().priority()) && filter.admitsProtocol(route.protocol());
    }

    /// The event as a frame, with a position and a limit of its own. The kernel core keeps routes so small that there is room for one in
    /// it.
    ByteBuffer frame(RouteEvent event) {
        Encoded encoded = newest;
        if (encoded == null || encoded.event != event) {
            lock.lock();
            try {
                encoded = new Encoded(event, encode(event));
            } finally {
                lock.unlock();
            }
            newest = encoded;
        }
        return encoded.frame.duplicate();
    }

    private ByteBuffer encode(RouteEvent event) {
        payload.reset().u32(event.table()).prefix(event.destination());
        Operation operation = switch (event) {
            case RouteEvent.Miss _ -> Operation.MISS;
            case RouteEvent.Resolve resolve -> {
                ROUTES.encode(resolve.route(), payload);
                yield Operation.RESOLVE;
            }
            case RouteEvent.Losing losing -> {
                ROUTES.encode(losing.route(), payload);
                yield Operation.LOSING;
            }
            case RouteEvent.RedirectRefused refused -> {
                REDIRECTS.encode(refused.redirect(), payload);
                yield Operation.ADD;
            }
        };
        int errno = event instanceof RouteEvent.RedirectRefused refused ? refused.errno().number() : 0;
        ByteBuffer frame = ByteBuffer.allocate(Frame.lengthFor(payload.length())).order(Frame.ORDER);
        Frame.putHeader(frame, 0, operation, type(event).number(), 0, errno, payload.length());
        Frame.putCause(frame, 0, event.cause());
        payload.copyTo(frame, Frame.HEADER_LENGTH);
        return frame;
    }

    /// RTM_DESYNC of OpenBSD: messages for this socket were lost.
    ///
    /// ```
    ///   DESYNC NOP:   U64 how many
    /// ```
    static ByteBuffer desync(long lost) {
        ByteBuffer frame = ByteBuffer.allocate(Frame.lengthFor(Long.BYTES)).order(Frame.ORDER);
        Frame.putHeader(frame, 0, Operation.DESYNC, MessageType.NOP.number(), 0, 0, Long.BYTES);
        return frame.putLong(Frame.HEADER_LENGTH, lost);
    }
}
