// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.BatchReply;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RequestBatch;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Frame;

/// Control block of one socket (`rawcb`), and what every protocol does with a user request (`raw_usrreq`, beneath the `route_usrreq` of an
/// entry). Any thread; see [RouteSocket] for who calls what.
///
/// Where 4.4BSD panics, leaks or leaves to chance, this does what its heirs do:
///
/// - ATTACH: anybody may, unless the switch is configured otherwise (then EACCES, as 4.4BSD refused all but the superuser); who may write is
///   asked when somebody writes (FreeBSD, OpenBSD, NetBSD). Twice is EISCONN (FreeBSD). One that
///   fails leaves no control block behind; 4.4BSD left the socket with a pointer to a freed one.
/// - BIND and CONNECT: EOPNOTSUPP (later BSDs); 4.4BSD panics. CONNECT does not disconnect first, as `soconnect` did.
/// - DISCONNECT takes the foreign address away, and with it everything that being connected allows; a second one is ENOTCONN. 4.4BSD left
///   the address, so that messages went on to fill a buffer that nobody could read. The control block stays until DETACH; 4.4BSD freed it
///   here when no file referred to the socket, past the counters.
/// - SEND: ESHUTDOWN after SHUTDOWN, as Linux calls it, ENOTCONN after DISCONNECT; 4.4BSD's `sosend` says EPIPE for both.
/// - ABORT lowers the counters, as DETACH does; 4.4BSD leaks them.
/// - ACCEPT: EOPNOTSUPP; 4.4BSD's system call said EINVAL without asking the protocol.
final class RawControlBlock implements ControlBlock {
    private enum State {
        NEW,
        ATTACHED,
        DETACHED
    }

    private final RouteDomain domain;
    private final RouteSocket socket;
    private final Protosw protosw;
    private final int id;
    /// `rcb_proto.sp_protocol`.
    private final @Nullable Family family;
    private final String origin;
    private final Credentials credentials;
    private final Subscription subscription;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    /// `rcb_faddr`: there from ATTACH to DISCONNECT. Written by whoever makes the request.
    private volatile @Nullable Sockaddr foreignAddress;
    /// `rtm_pid` of the newest request, 0 before the first that had one. Written by the sending thread.
    private volatile int statedPid;
    /// Why the socket is off the lists until its mode is set again, null while it is not.
    private volatile @Nullable String parked;
    /// SS_CANTSENDMORE.
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
        this.subscription = domain.newSubscription(id, protosw, socket::wakeup);
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

    /// `rcb_laddr`: never set, since nobody can bind.
    @Nullable Sockaddr localAddress() {
        return null;
    }

    @Nullable Sockaddr foreignAddress() {
        return foreignAddress;
    }

    /// Whether the control block is on the list.
    boolean isAttached() {
        return state.get() == State.ATTACHED;
    }

    /// SS_ISCONNECTED.
    boolean isConnected() {
        return foreignAddress != null;
    }

    @Override
    public void rawUsrreq(UserRequest request, @Nullable ByteBuffer message) {
        if (request == UserRequest.CONTROL) {
            throw notSupported(request);
        }
        if (request != UserRequest.ATTACH && !isAttached()) {
            throw new RoutingException(Errno.EINVAL, "PRU_" + request + ": socket " + id + " has no control block");
        }
        switch (request) {
            case ATTACH -> attach();
            case DETACH, ABORT -> detach();
            case DISCONNECT -> disconnect();
            case SHUTDOWN -> cantSendMore = true;
            case SEND -> send(message);
            case SENSE -> {}
            case SOCKADDR -> requireLocalAddress();
            case PEERADDR -> requireForeignAddress();
            case BIND, LISTEN, CONNECT, ACCEPT, RCVD, CONTROL, RCVOOB, SENDOOB, CONNECT2 -> throw notSupported(request);
        }
    }

    private RoutingException notSupported(UserRequest request) {
        return new RoutingException(Errno.EOPNOTSUPP, "PRU_" + request + " is not for routing socket " + id);
    }

    private void attach() {
        if (!state.compareAndSet(State.NEW, State.ATTACHED)) {
            throw new RoutingException(Errno.EISCONN, "socket " + id + " has been attached already");
        }
        if (!credentials.mayWrite() && !domain.isOpen()) {
            state.set(State.DETACHED);
            throw new RoutingException(
                    Errno.EACCES, "user " + credentials.user() + " may not open routing sockets here: the switch is not open");
        }
        // Before it is on the list, so that it hears from then on.
        foreignAddress = Sockaddr.ROUTE;
        domain.rawAttach(this);
    }

    /// `raw_detach`. Has its effect once, whoever asks: an entry that handles DETACH or ABORT, or the socket layer when the entry failed.
    void detach() {
        if (state.getAndSet(State.DETACHED) == State.ATTACHED) {
            domain.rawDetach(this);
        }
        disconnected();
    }

    private void disconnect() {
        requireForeignAddress();
        disconnected();
    }

    /// `soisdisconnected`. The address goes first: a reader whose records are taken away looks there for the reason.
    private void disconnected() {
        foreignAddress = null;
        subscription.close();
    }

    /// What `raw_usrreq` asks of the two arguments of a SEND that entries do not get, after what `sosend` asks of the socket.
    void checkSend(@Nullable Sockaddr to, @Nullable ByteBuffer control) {
        requireSendable();
        if (control != null && control.hasRemaining()) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP, "control data of " + control.remaining() + " bytes: routing sockets take none");
        }
        if (to != null && isConnected()) {
            throw new RoutingException(Errno.EISCONN, "address " + to + ": socket " + id + " is connected");
        }
    }

    private void send(@Nullable ByteBuffer message) {
        if (message == null) {
            throw new RoutingException(Errno.EINVAL, "PRU_SEND without a message");
        }
        requireSendable();
        requireForeignAddress();
        protosw.output(this, message);
    }

    private void requireSendable() {
        if (cantSendMore) {
            throw new RoutingException(Errno.ESHUTDOWN, "socket " + id + " was shut down for sending");
        }
    }

    Sockaddr requireLocalAddress() {
        Sockaddr address = localAddress();
        if (address == null) {
            throw new RoutingException(Errno.EINVAL, "socket " + id + " has no local address");
        }
        return address;
    }

    Sockaddr requireForeignAddress() {
        Sockaddr address = foreignAddress;
        if (address == null) {
            throw new RoutingException(Errno.ENOTCONN, "socket " + id + " is not connected");
        }
        return address;
    }

    @Override
    public RouteReply routeOutput(RouteRequest request) {
        state(request.pid());
        return domain.routeOutput(request, origin, pid(), credentials);
    }

    @Override
    public BatchReply routeOutput(RequestBatch batch) {
        state(batch.pid());
        return domain.routeOutput(batch, origin, pid(), credentials);
    }

    private void state(int stated) {
        if (stated != 0) {
            statedPid = stated;
        }
    }

    /// `raw_input`, as far as the requester itself is concerned.
    @Override
    public void reply(@Nullable Family about, ByteBuffer message) {
        checkLength(message);
        if (concerns(about) && isConnected() && socket.usesLoopback()) {
            socket.append(message);
            socket.wakeup();
        }
    }

    @Override
    public void rawInput(@Nullable Family about, ByteBuffer message) {
        checkLength(message);
        domain.rawInput(this, about, message);
    }

    /// No receiver could take a longer one out of its buffer.
    static void checkLength(ByteBuffer message) {
        if (message.remaining() > Frame.MAX_LENGTH) {
            throw new RoutingException(
                    Errno.EMSGSIZE, "message of " + message.remaining() + " bytes is longer than " + Frame.MAX_LENGTH);
        }
    }

    /// Whether a message about a family is for this socket. One without a family concerns everyone (OpenBSD's rule; 4.4BSD hid such
    /// messages from restricted sockets).
    boolean concerns(@Nullable Family about) {
        return family == null || about == null || family == about;
    }

    @Override
    public void answer(MessageSource messages) {
        requireForeignAddress();
        socket.answer(messages);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        socket.setOption(option, value);
    }

    @Override
    public void setAsyncMode(AsyncMode mode) {
        requireForeignAddress();
        parked = null;
        subscription.setFlags(mode);
    }

    /// See [Subscription#park].
    void park(String why) {
        parked = why;
        subscription.park();
    }

    /// A line of `show listeners`, at the newest version of the kernel.
    SocketInfo info(long newest) {
        long cursor = subscription.cursor(newest);
        List<String> words = subscription.words();
        String why = parked;
        return new SocketInfo(
                id,
                protosw.protocol(),
                origin,
                credentials.user(),
                pid(),
                words,
                cursor,
                Math.max(0, newest - cursor),
                subscription.coalesced(),
                socket.dropped(),
                why != null ? "parked: " + why : words.isEmpty() ? "open" : "listening");
    }
}
