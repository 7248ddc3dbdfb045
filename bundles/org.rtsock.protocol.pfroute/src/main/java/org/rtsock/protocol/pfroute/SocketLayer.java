// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.RouteFilterOption;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The calls `setsockopt`, `sysctl` and `shutdown` for peers that hold one end of a stream and no socket ([SocketCall]). In the JVM they
/// are [org.rtsock.api.socket.RoutingSocket#setOption], [org.rtsock.api.socket.RoutingDomain#sysctl] and
/// [org.rtsock.api.socket.RoutingSocket#shutdown].
///
/// Answers go to the caller alone. They are replies: with SO_USELOOPBACK off there are none but to a SYSCTL that was taken on, and the
/// one that says that it is off now is the last.
final class SocketLayer {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLayer.class);

    /// Level and options of the socket, FreeBSD `sys/socket.h`.
    private static final int SOL_SOCKET = 0xffff;
    private static final int SO_USELOOPBACK = 0x40;
    private static final int SO_RCVBUF = 0x1002;

    /// Level and options of the protocol, OpenBSD `net/route.h`.
    private static final int AF_ROUTE = 17;
    private static final int ROUTE_MSGFILTER = 1;
    private static final int ROUTE_TABLEFILTER = 2;
    private static final int ROUTE_PRIOFILTER = 3;
    private static final int ROUTE_FLAGFILTER = 4;

    private SocketLayer() {}

    /// Under the lock of the state.
    ///
    /// @throws RoutingException what the call returns; the answer is out then
    static void carryOut(ControlBlock pcb, PfrouteControlBlock state, ByteBuffer message) {
        SocketCall call = new SocketCall(message);
        try {
            call.checkLength();
            switch (call.type()) {
                case RtmType.SETSOCKOPT -> setsockopt(pcb, call);
                case RtmType.SYSCTL -> sysctl(pcb, state, call);
                default -> {
                    pcb.rawUsrreq(UserRequest.SHUTDOWN, null);
                    pcb.reply(null, call.answer(0));
                }
            }
        } catch (RoutingException e) {
            pcb.reply(null, call.answer(FreebsdErrno.number(e.errno())));
            throw e;
        } catch (RuntimeException e) {
            LOG.error("call of type {} from socket {} failed", call.type(), pcb.id(), e);
            pcb.reply(null, call.answer(FreebsdErrno.number(Errno.EIO)));
            throw new RoutingException(Errno.EIO, "internal error: " + e, e);
        }
    }

    private static void setsockopt(ControlBlock pcb, SocketCall call) {
        int level = call.number(SocketCall.LEVEL);
        int option = call.number(SocketCall.OPTION);
        int value = call.number(SocketCall.VALUE);
        if (level == SOL_SOCKET && option == SO_USELOOPBACK && value == 0) {
            // While there still are replies.
            pcb.reply(null, call.answer(0));
            pcb.setOption(SocketOption.SO_USELOOPBACK, false);
            return;
        }
        switch (level) {
            case SOL_SOCKET -> setSocket(pcb, option, value);
            case AF_ROUTE -> pcb.setOption(filter(option), value);
            default -> throw new RoutingException(
                    Errno.ENOPROTOOPT, "level " + level + " is neither SOL_SOCKET (0xffff) nor AF_ROUTE (17)");
        }
        pcb.reply(null, call.answer(0));
    }

    private static void setSocket(ControlBlock pcb, int option, int value) {
        switch (option) {
            case SO_USELOOPBACK -> pcb.setOption(SocketOption.SO_USELOOPBACK, value != 0);
            case SO_RCVBUF -> pcb.setOption(SocketOption.SO_RCVBUF, value);
            default -> throw new RoutingException(
                    Errno.ENOPROTOOPT,
                    "option 0x" + Integer.toHexString(option)
                            + " of SOL_SOCKET is neither SO_USELOOPBACK (0x40) nor SO_RCVBUF (0x1002)");
        }
    }

    private static SocketOption<Integer> filter(int option) {
        return switch (option) {
            case ROUTE_MSGFILTER -> RouteFilterOption.ROUTE_MSGFILTER;
            case ROUTE_TABLEFILTER -> RouteFilterOption.ROUTE_TABLEFILTER;
            case ROUTE_PRIOFILTER -> RouteFilterOption.ROUTE_PRIOFILTER;
            case ROUTE_FLAGFILTER -> RouteFilterOption.ROUTE_FLAGFILTER;
            default -> throw new RoutingException(
                    Errno.ENOPROTOOPT, "option " + option + " of AF_ROUTE is not 1 to 4, one of the filters");
        };
    }

    /// Answered by the messages of the dump, then by the call with its errno.
    private static void sysctl(ControlBlock pcb, PfrouteControlBlock state, SocketCall call) {
        int number = call.number(SocketCall.FAMILY);
        @Nullable Family family = FreebsdFamily.of(number);
        if (family == null && number != FreebsdFamily.AF_UNSPEC) {
            throw new RoutingException(
                    Errno.EAFNOSUPPORT, "family " + number + " is none of AF_UNSPEC (0), AF_INET (2), AF_INET6 (28)");
        }
        SysctlAnswer answer = new SysctlAnswer(pcb, family, SysctlName.of(call.name()), call.answer(0));
        pcb.answer(answer);
        state.answer(answer);
    }
}
