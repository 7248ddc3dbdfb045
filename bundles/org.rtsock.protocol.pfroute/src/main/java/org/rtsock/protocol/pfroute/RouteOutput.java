// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Lookup;
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
/// 8. a type that is no request: EOPNOTSUPP; ADD without gateway, REDIRECT without gateway or author: EINVAL;
/// 9. ADD and CHANGE: the next hop, metrics, RTF_DYNAMIC and RTF_MODIFIED: EINVAL; LOCK: metrics: EINVAL;
/// 10. what the switch says (EACCES) and the kernel core.
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
        boolean asked = false;
        try {
            Addresses addresses = Addresses.of(request);
            Destination destination = Destination.of(addresses);
            Gateway gateway = Gateway.of(addresses);
            about = destination.prefix().family();
            RouteRequest wanted = wanted(request, destination, addresses, gateway, pid);
            asked = true;
            reply.done(pcb, request, pid, pcb.routeOutput(wanted).object());
        } catch (RoutingException e) {
            reply.refused(pcb, about, request, pid, e, asked);
            throw e;
        } catch (RuntimeException e) {
            LOG.error("request of type {} from socket {} failed", request.type(), pcb.id(), e);
            RoutingException failure = new RoutingException(Errno.EIO, "internal error: " + e, e);
            reply.refused(pcb, about, request, pid, failure, false);
            throw failure;
        }
    }

    private static RouteRequest wanted(
            Request request, Destination destination, Addresses addresses, @Nullable Gateway gateway, int pid) {
        if (request.hasFlag(Rtf.LLDATA)) {
            throw new RoutingException(Errno.EOPNOTSUPP, "rtm_flags has RTF_LLDATA (0x400): neighbours are not kept here");
        }
        RequestedRoute.kind(request);
        RequestedRoute route = new RequestedRoute(request, destination, addresses, gateway);
        Operation operation = operation(request.type());
        RoutingObject object = switch (request.type()) {
            case RtmType.REDIRECT -> RequestedRedirect.of(destination, addresses, gateway);
            case RtmType.ADD, RtmType.CHANGE -> route.value(operation);
            case RtmType.LOCK -> route.locked();
            default -> route.named();
        };
        // GET with a mask that is shorter than an address asks for the route with that mask.
        Lookup lookup = operation == Operation.GET && destination.masked() ? Lookup.PREFIX : Lookup.LONGEST;
        return new RouteRequest(operation, object, RouteRequest.Level.STORED, lookup, pid, request.seq());
    }

    private static Operation operation(int type) {
        return switch (type) {
            case RtmType.ADD, RtmType.REDIRECT -> Operation.ADD;
            case RtmType.DELETE -> Operation.DELETE;
            case RtmType.CHANGE -> Operation.CHANGE;
            case RtmType.GET -> Operation.GET;
            case RtmType.LOCK -> Operation.LOCK;
            default -> throw new RoutingException(Errno.EOPNOTSUPP, "rtm_type " + type + " is not one to ask for");
        };
    }
}
