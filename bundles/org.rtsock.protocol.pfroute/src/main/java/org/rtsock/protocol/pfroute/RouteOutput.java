// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// FreeBSD's `route_output`: its checks in its order, the request, the reply.
///
/// 1. length and `rtm_msglen`: EINVAL;
/// 2. version: EPROTONOSUPPORT;
/// 3. the caller's pid is stamped;
/// 4. sockaddrs that the message does not hold: EINVAL;
/// 5. DST missing: EINVAL, of another family: EAFNOSUPPORT, too short: EINVAL; the mask: EINVAL; the gateway: EINVAL, EAFNOSUPPORT;
/// 6. RTF_LLDATA: EOPNOTSUPP;
/// 7. both RTF_REJECT and RTF_BLACKHOLE: EINVAL;
/// 8. ADD and CHANGE without gateway: EINVAL, another type: EOPNOTSUPP;
/// 9. what the switch says (EACCES) and the kernel core.
final class RouteOutput {
    private static final Logger LOG = LoggerFactory.getLogger(RouteOutput.class);

    private RouteOutput() {}

    /// @throws RoutingException what `write` returns; the reply is out then
    static void carryOut(ControlBlock pcb, Reply reply, ByteBuffer message) {
        Request request = new Request(message);
        try {
            request.checkLength();
        } catch (RoutingException e) {
            reply.garbled(pcb, request, e);
            throw e;
        }
        try {
            request.checkVersion();
        } catch (RoutingException e) {
            reply.foreign(pcb, request);
            throw e;
        }
        int pid = pcb.credentials().pid() != 0 ? pcb.credentials().pid() : request.pid();
        @Nullable Family about = null;
        try {
            Addresses addresses = Addresses.of(request);
            Destination destination = Destination.of(addresses);
            Gateway gateway = Gateway.of(addresses);
            about = destination.prefix().family();
            RouteReply done = ask(pcb, request, RequestedRoute.of(request, destination, addresses, gateway), pid);
            reply.done(pcb, request, pid, done.route());
        } catch (RoutingException e) {
            reply.refused(pcb, about, request, pid, e);
            throw e;
        } catch (RuntimeException e) {
            LOG.error("request of type {} from socket {} failed", request.type(), pcb.id(), e);
            RoutingException failure = new RoutingException(Errno.EIO, "internal error: " + e, e);
            reply.refused(pcb, about, request, pid, failure);
            throw failure;
        }
    }

    private static RouteReply ask(ControlBlock pcb, Request request, RequestedRoute wanted, int pid) {
        RouteReply done = pcb.routeOutput(new RouteRequest(
                wanted.operation(), wanted.route(), RouteRequest.Level.STORED, pid, request.seq()));
        Destination destination = wanted.destination();
        // A mask that is shorter than an address asks for the route with that mask.
        if (wanted.operation() == Operation.GET
                && destination.masked()
                && !done.route().key().prefix().equals(destination.prefix())) {
            throw new RoutingException(
                    Errno.ESRCH, "no route to exactly " + destination.prefix() + ", the match is " + done.route().key().prefix());
        }
        return done;
    }
}
