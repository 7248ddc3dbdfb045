// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;

/// A cut as the messages that the kernel of a BSD would have sent, without a mark.
///
/// | record | deleted | added | changed |
/// |---|---|---|---|
/// | IFDEV | IFANNOUNCE departure | IFANNOUNCE arrival, IFINFO | IFINFO |
/// | IFADDR | DELADDR | NEWADDR | NEWADDR |
/// | ROUTE | DELETE a path | ADD a path | CHANGE for the first path, ADD for each further one |
/// | REDIRECT | | REDIRECT | REDIRECT |
///
/// A CHANGE replaces all that was known of its prefix, since nobody knows here which paths there were before. The route that a redirect
/// made or led elsewhere stands before the redirect; for the end of a redirect BSD has no word, its route tells it.
///
/// A type that must be forgotten means that the socket lost messages: the walk throws ENOBUFS, once a cut, then says so by a DESYNC, and
/// does not tell the state that follows, because a socket of BSD hears changes only; its reader dumps the tables anew.
///
/// Stops before any message that does not fit and goes on with it at the next call. When a walk over the cut throws, what stands in the
/// target is whole messages, and its position is behind them. A socket uses the same object for each of its cuts.
final class CutMessages implements MessageSource {
    private static final IfdCodec IFDS = new IfdCodec();
    private static final IfaCodec IFAS = new IfaCodec();
    private static final RouteCodec ROUTES = new RouteCodec();
    private static final RedirectCodec REDIRECTS = new RedirectCodec();

    private final PfrouteControlBlock state;
    private final MessageWriter writer = new MessageWriter();
    private final FieldReader fields = new FieldReader();
    private Cut cut;
    /// A message is in the writer that has yet to go out.
    private boolean pending;
    /// Types that were reset in this cut, by the bits of their asynchronous mode flags.
    private int reset;
    /// The reader has yet to be told that messages were lost.
    private boolean lost;
    /// The part that is being told, null between parts.
    private @Nullable RecordCursor records;

    /// The record that is being told: what it is about, its next message, and how many it has.
    private @Nullable RoutingObject object;
    private int step;
    private int steps;
    /// The object is new to the socket. Says nothing of a record that is deleted.
    private boolean added;
    private int pid;
    private int seq;

    CutMessages(PfrouteControlBlock state, Cut cut) {
        this.state = state;
        this.cut = cut;
    }

    /// Turns to the next cut, wherever it stood in the last one.
    CutMessages begin(Cut another) {
        cut = another;
        pending = false;
        reset = 0;
        lost = false;
        records = null;
        step = 0;
        steps = 0;
        return this;
    }

    @Override
    public boolean fill(ByteBuffer target) {
        while (pending || advance()) {
            pending = !writer.moveTo(target);
            if (pending) {
                return false;
            }
        }
        return true;
    }

    /// Writes the next message that the socket wants to hear.
    ///
    /// @return false at the end of the cut
    private boolean advance() {
        while (true) {
            if (step < steps) {
                if (write(step++)) {
                    return true;
                }
            } else if (records != null) {
                nextRecord(records);
            } else if (!nextPart()) {
                return false;
            }
        }
    }

    /// @throws RoutingException ENOBUFS when the parts before it were resets
    private boolean nextPart() {
        boolean more = cut.nextPart();
        if (more && cut.part() == Part.RESET) {
            reset |= cut.descriptor().type().flag();
            lost = true;
            return true;
        }
        if (more && (reset & cut.descriptor().type().flag()) == 0) {
            records = cut.records();
        }
        if (lost) {
            lost = false;
            RouteMessage.desync(writer);
            pending = true;
            throw new RoutingException(
                    Errno.ENOBUFS, "messages were lost up to version " + cut.version() + ": read the tables anew");
        }
        return more;
    }

    private void nextRecord(RecordCursor cursor) {
        if (!cursor.next()) {
            records = null;
            return;
        }
        ByteBuffer frame = cursor.buffer();
        int offset = cursor.offset();
        int type = cut.descriptor().type().number();
        step = 0;
        steps = 0;
        added = Frame.born(frame, offset) > cut.from();
        pid = Frame.pid(frame, offset);
        seq = Frame.seq(frame, offset);
        fields.resetToFrame(frame, offset);
        if (type == MessageType.ROUTE.number()) {
            if (ROUTES.admits(state.filter().routes(), fields)) {
                Route route = ROUTES.decode(fields.resetToFrame(frame, offset));
                begin(route, RouteMessage.paths(route));
            }
        } else if (type == MessageType.REDIRECT.number()) {
            if (cut.part() == Part.VALUES && REDIRECTS.admits(state.filter().routes(), fields)) {
                begin(REDIRECTS.decode(fields.resetToFrame(frame, offset)), 1);
            }
        } else if (type == MessageType.IFADDR.number()) {
            Ifa ifa = IFAS.decode(fields);
            begin(ifa, InterfaceMessage.fits(ifa.ifl()) ? 1 : 0);
        } else if (type == MessageType.IFDEV.number()) {
            Ifd ifd = IFDS.decode(fields);
            boolean arrives = cut.part() == Part.VALUES && added;
            begin(ifd, !InterfaceMessage.fits(ifd.index()) ? 0 : arrives ? 2 : 1);
        }
    }

    private void begin(RoutingObject told, int messages) {
        object = told;
        steps = messages;
    }

    /// @param message number of the message within its record
    /// @return false when the socket does not want to hear it
    private boolean write(int message) {
        boolean deleted = cut.part() == Part.DELETES;
        return switch (object) {
            case Route route -> write(route, message, deleted);
            case Ifa ifa -> {
                int type = deleted ? RtmType.DELADDR : RtmType.NEWADDR;
                AddressMessage.write(writer, type, ifa);
                yield state.filter().admitsType(type);
            }
            case Ifd ifd -> write(ifd, message, deleted);
            case Redirect redirect -> {
                RedirectMessage.write(writer, redirect, RedirectMessage.inForce(redirect), null, pid, seq);
                yield admitsWritten(RtmType.REDIRECT);
            }
            case Ifl _, Iff _, RtTable _, RtStats _, ExtensionObject _ -> false;
            case null -> false;
        };
    }

    private boolean write(Route route, int path, boolean deleted) {
        int type = deleted ? RtmType.DELETE : added || path > 0 ? RtmType.ADD : RtmType.CHANGE;
        RouteMessage.write(writer, type, route, path, false, pid, seq);
        return admitsWritten(type);
    }

    /// Whether the socket wants to hear the message in the writer, which is about a route.
    private boolean admitsWritten(int type) {
        MessageFilter filter = state.filter();
        return filter.admitsType(type) && filter.admitsFlags(writer.message().getInt(RtMsghdr.FLAGS));
    }

    private boolean write(Ifd ifd, int message, boolean deleted) {
        if (message == 0 && (deleted || added)) {
            InterfaceMessage.announce(writer, ifd, deleted ? IfAnnouncemsghdr.DEPARTURE : IfAnnouncemsghdr.ARRIVAL);
            return state.filter().admitsType(RtmType.IFANNOUNCE);
        }
        InterfaceMessage.info(writer, ifd);
        return state.filter().admitsType(RtmType.IFINFO);
    }
}
