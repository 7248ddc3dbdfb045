// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.rtsock.api.message.RouteEvent;

/// What leaves no state behind (4.4BSD `rt_missmsg`, called by `rtalloc1`, `in_losing` and `rtredirect`).
///
/// | event | message | addresses | of the route |
/// |---|---|---|---|
/// | a reported lookup found nothing | RTM_MISS | DST | |
/// | it found a route with RTF_XRESOLVE | RTM_RESOLVE | DST as looked up, GATEWAY, NETMASK | index, flags, metrics |
/// | a route is suspected to lead nowhere | RTM_LOSING | DST that got no answer, GATEWAY, NETMASK | index, flags, metrics |
/// | a redirect was refused | RTM_REDIRECT with `rtm_errno` | DST, GATEWAY, NETMASK, AUTHOR | |
///
/// All have RTF_DONE, as the kernel's word, and the pid and seq of whoever caused them.
final class EventMessage {
    private EventMessage() {}

    static int type(RouteEvent event) {
        return switch (event) {
            case RouteEvent.Miss _ -> RtmType.MISS;
            case RouteEvent.Resolve _ -> RtmType.RESOLVE;
            case RouteEvent.Losing _ -> RtmType.LOSING;
            case RouteEvent.RedirectRefused _ -> RtmType.REDIRECT;
        };
    }

    static void write(MessageWriter out, RouteEvent event) {
        switch (event) {
            case RouteEvent.Miss miss -> writeMiss(out, miss);
            case RouteEvent.Resolve(var destination, var route, var cause) ->
                RouteMessage.writeMatch(out, RtmType.RESOLVE, route, destination.address(), cause);
            case RouteEvent.Losing(var destination, var route, var cause) ->
                RouteMessage.writeMatch(out, RtmType.LOSING, route, destination.address(), cause);
            case RouteEvent.RedirectRefused(var redirect, var errno, var cause) ->
                RedirectMessage.write(out, redirect, 0, errno, cause.pid(), cause.seq());
        }
    }

    private static void writeMiss(MessageWriter out, RouteEvent.Miss miss) {
        ByteBuffer header = out.begin(RtmType.MISS, RtMsghdr.LENGTH, RtMsghdr.ADDRS);
        header.putInt(RtMsghdr.FLAGS, Rtf.DONE);
        header.putInt(RtMsghdr.PID, miss.cause().pid());
        header.putInt(RtMsghdr.SEQ, miss.cause().seq());
        out.address(AddressBit.DST, miss.destination().address(), 0);
    }
}
