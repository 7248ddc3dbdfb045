// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.UserRequest;

/// Control block of one socket (`rawcb`). Any thread; see [RouteSocket] for who calls what.
final class RawControlBlock implements ControlBlock {
    private final RouteDomain domain;
    private final RouteSocket socket;
    private final Protosw protosw;
    private final int id;
    private final @Nullable Family family;
    private final String origin;
    private final Credentials credentials;
    private final Subscription subscription;
    /// `rtm_pid` of the newest request, 0 before the first that had one. Written by the sending thread.
    private volatile int statedPid;
    private volatile boolean cantSendMore;

    RawControlBlock(
            RouteDomain domain,
            RouteSocket socket,
            Protosw protosw,
            int id,
            @Nullable Family family,
            String origin,
            Credentials credentials) {
        this.domain = domain;
        this.socket = socket;
        this.protosw = protosw;
        this.id = id;
        this.family = family;
        this.origin = origin;
        this.credentials = credentials;
        this.subscription = domain.newSubscription(id, socket::wakeup);
    }

    RouteSocket socket() {
        return socket;
    }

    Protosw protosw() {
        return protosw;
    }

    Subscription subscription() {
        return subscription;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public @Nullable Family family() {
        return family;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public int pid() {
        int stated = statedPid;
        return stated != 0 ? stated : credentials.pid();
    }

    @Override
    public RoutingDomain domain() {
        return domain;
    }

    @Override
    public void rawUsrreq(UserRequest request, @Nullable ByteBuffer message) {
        switch (request) {
            case ATTACH -> domain.rawAttach(this);
            case DETACH -> {
                domain.rawDetach(this);
                subscription.close();
            }
            case SHUTDOWN -> cantSendMore = true;
            case SEND -> send(message);
        }
    }

    private void send(@Nullable ByteBuffer message) {
        if (message == null) {
            throw new RoutingException(Errno.EINVAL, "PRU_SEND without a message");
        }
        if (cantSendMore) {
            throw new RoutingException(Errno.ESHUTDOWN, "socket " + id + " was shut down for sending");
        }
        protosw.output(this, message);
    }

    @Override
    public RouteReply routeOutput(RouteRequest request) {
        if (request.pid() != 0) {
            statedPid = request.pid();
        }
        return domain.routeOutput(request, origin, pid(), credentials);
    }

    /// `raw_input`, as far as the requester itself is concerned: a socket restricted to a family does not hear of requests about another.
    /// A message without a family concerns everyone (OpenBSD's rule; 4.4BSD hid such messages from restricted sockets).
    @Override
    public void reply(@Nullable Family about, ByteBuffer message) {
        if (family == null || about == null || family == about) {
            socket.append(message);
        }
    }

    @Override
    public void setAsyncMode(AsyncMode mode) {
        subscription.setFlags(mode);
    }

    /// A line of `show listeners`, at the newest version of the kernel.
    SocketInfo info(long newest) {
        long cursor = subscription.cursor(newest);
        return new SocketInfo(
                id,
                protosw.protocol(),
                origin,
                credentials.user(),
                pid(),
                subscription.words(),
                cursor,
                Math.max(0, newest - cursor),
                subscription.coalesced(),
                socket.dropped());
    }
}
