// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.ControlBlock;

/// Makes replies and sends them (FreeBSD `send_rtm_reply`). Reuses its memory; one thread at a time.
///
/// What a request came to is told to everybody: refusals and what GET found through `raw_input`; a change that was made, and a redirect
/// that the kernel refused, by the kernel's own message, with the pid and seq of the request, so that nobody hears it twice or, for want of
/// order between replies and versions, after what undid it. The requester is told of its change at once, too. A type that nobody may ask
/// for is between him who did and the kernel.
final class Reply {
    private static final byte[] NOTHING = new byte[RtMsghdr.LENGTH];

    private final MessageWriter writer = new MessageWriter();
    private final ByteBuffer echo = ByteBuffer.allocate(Request.MAX_LENGTH).order(ByteOrder.nativeOrder());

    /// The request was carried out.
    ///
    /// @param object the route as it is stored now, the deleted one, or the one that was found; the redirect
    void done(ControlBlock pcb, Request request, int pid, RoutingObject object) {
        Family about;
        if (object instanceof Redirect redirect) {
            RedirectMessage.write(writer, redirect, RedirectMessage.inForce(redirect), null, pid, request.seq());
            about = redirect.gateway().family();
        } else {
            Route route = (Route) object;
            boolean ifp = (request.addrs() & (AddressBit.IFP | AddressBit.IFA)) != 0;
            RouteMessage.write(writer, request.type(), route, 0, ifp, pid, request.seq());
            about = route.key().family();
        }
        if (request.type() == RtmType.GET) {
            pcb.rawInput(about, writer.message());
        } else {
            pcb.reply(about, writer.message());
        }
    }

    /// The request was refused: its bytes with the errno.
    ///
    /// @param about family of its destination, null when that could not be read
    /// @param asked whether switch and kernel core refused it, not this protocol
    void refused(
            ControlBlock pcb, @Nullable Family about, Request request, int pid, RoutingException why, boolean asked) {
        // The kernel core tells everybody of a redirect that it refuses; of one that the caller may not make it never knew.
        boolean toldAnyway = request.type() == RtmType.REDIRECT && asked && why.errno() != Errno.EACCES;
        ByteBuffer message = echo(request, request.length(), why).putInt(RtMsghdr.PID, pid);
        if (toldAnyway || !RtmType.isRequest(request.type())) {
            pcb.reply(about, message);
        } else {
            pcb.rawInput(about, message);
        }
    }

    /// The request has another format: nobody can say where its errno stands, so its bytes go back as they came. To everybody only when
    /// its type is one to ask for: of any other they could be taken for the kernel's word.
    void foreign(ControlBlock pcb, Request request) {
        if (RtmType.isRequest(request.type())) {
            pcb.rawInput(null, request.bytes());
        } else {
            pcb.reply(null, request.bytes());
        }
    }

    /// The bytes are no message. 4.4BSD gives them to everybody all the same; who reads a stream would lose his place in it. So only the
    /// sender hears of it, by a header that has what can be read of his.
    void garbled(ControlBlock pcb, Request request, RoutingException why) {
        ByteBuffer header = echo(request, Math.min(request.length(), RtMsghdr.LENGTH), why);
        header.putShort(MessageHeader.MSGLEN, (short) RtMsghdr.LENGTH)
                .put(MessageHeader.VERSION, (byte) MessageHeader.RTM_VERSION)
                .putInt(RtMsghdr.ADDRS, 0);
        pcb.reply(null, header);
    }

    private ByteBuffer echo(Request request, int length, RoutingException why) {
        echo.clear().put(0, NOTHING).put(0, request.bytes(), 0, length);
        return echo.putInt(RtMsghdr.FLAGS, echo.getInt(RtMsghdr.FLAGS) & ~Rtf.DONE)
                .putInt(RtMsghdr.ERRNO, FreebsdErrno.number(why.errno()))
                .limit(Math.max(length, RtMsghdr.LENGTH));
    }
}
