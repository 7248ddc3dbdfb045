// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket layer's half of a routing socket (`struct socket`); the protocol's half is its [RawControlBlock].
///
/// One thread at a time receives; it owns the cut that is under way. Any thread may send, set options and close.
final class RouteSocket implements RoutingSocket {
    private static final Logger LOG = LoggerFactory.getLogger(RouteSocket.class);

    private final Protosw protosw;
    private final RawControlBlock pcb;
    private final ReceiveBuffer buffer;
    private final SwitchCounters counters;
    private final AtomicBoolean closed = new AtomicBoolean();
    /// SO_USELOOPBACK, on by default.
    private volatile boolean useLoopback = true;
    private volatile Runnable wakeup = () -> {};

    /// The cut under way and its messages, null between cuts. Owned by the receiving thread.
    private @Nullable DrainedCut cut;
    private @Nullable MessageSource messages;
    /// An answer of more than a buffer holds, null when there is none under way.
    private final AtomicReference<@Nullable MessageSource> answer = new AtomicReference<>();
    /// The last cut became void in its middle: the one with the resets comes next, and no answer stands between. Owned by the receiving
    /// thread.
    private boolean afterVoid;
    /// A cut has become void before, and the log has its line. Owned by the receiving thread.
    private boolean staleBefore;

    RouteSocket(
            RouteDomain domain,
            Protosw protosw,
            int id,
            @Nullable Family family,
            String origin,
            Credentials credentials,
            SwitchCounters counters) {
        this.protosw = protosw;
        this.counters = counters;
        this.pcb = new RawControlBlock(domain, this, protosw, id, family, origin, credentials);
        this.buffer = new ReceiveBuffer(id, lost -> protosw.desync(pcb, lost));
    }

    /// PRU_ATTACH, the second half of `socket`.
    void attach() {
        request(UserRequest.ATTACH);
    }

    /// `sofree`, of a socket that could not be attached: without a word to the protocol, which knows.
    void free() {
        closed.set(true);
        pcb.detach();
    }

    /// `sosetopt`.
    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        requireOpen();
        if (option.level() == SocketOption.Level.PF_ROUTE) {
            protosw.ctloutput(pcb, option, value);
        } else if (option.equals(SocketOption.SO_RCVBUF)) {
            int most = pcb.credentials().mayWrite() ? ReceiveBuffer.MAX_CAPACITY : ReceiveBuffer.MAX_READERS_CAPACITY;
            buffer.resize(SocketOption.SO_RCVBUF.type().cast(value), most);
        } else if (option.equals(SocketOption.SO_USELOOPBACK)) {
            useLoopback = SocketOption.SO_USELOOPBACK.type().cast(value);
        } else {
            throw new RoutingException(Errno.ENOPROTOOPT, "option " + option.name() + " of level SOL_SOCKET is unknown");
        }
    }

    @Override
    public void send(ByteBuffer message) {
        requireOpen();
        protosw.usrreq(UserRequest.SEND, pcb, message);
    }

    @Override
    public void sendMessage(ByteBuffer message, @Nullable Sockaddr to, @Nullable ByteBuffer control) {
        requireOpen();
        pcb.checkSend(to, control);
        protosw.usrreq(UserRequest.SEND, pcb, message);
    }

    @Override
    public void request(UserRequest request) {
        requireOpen();
        switch (request) {
            case DETACH -> close();
            case ABORT -> end(UserRequest.ABORT);
            case DISCONNECT -> {
                protosw.usrreq(request, pcb, null);
                // Whoever waits learns of it.
                wakeup();
            }
            case ATTACH, BIND, LISTEN, CONNECT, ACCEPT, SHUTDOWN, RCVD, SEND, CONTROL, SENSE, RCVOOB, SENDOOB, SOCKADDR, PEERADDR,
                    CONNECT2 ->
                protosw.usrreq(request, pcb, null);
        }
    }

    @Override
    public Sockaddr localAddress() {
        request(UserRequest.SOCKADDR);
        return pcb.requireLocalAddress();
    }

    @Override
    public Sockaddr foreignAddress() {
        request(UserRequest.PEERADDR);
        return pcb.requireForeignAddress();
    }

    @Override
    public int messageLength(ByteBuffer received) {
        return protosw.messageLength(received);
    }

    /// @throws RoutingException ENOBUFS as the contract says, and ENOTCONN when the socket is closed: also by the switch, when its
    /// protocol goes; or disconnected, and nothing waits
    @Override
    public int receive(ByteBuffer target) {
        requireOpen();
        if (target.remaining() < Frame.MAX_LENGTH) {
            throw new IllegalArgumentException("room for " + target.remaining() + " bytes, a message may have " + Frame.MAX_LENGTH);
        }
        // Before the buffer is looked at: what is appended later comes to a socket that was connected.
        boolean connected = pcb.isConnected();
        int start = target.position();
        if (buffer.moveTo(target) && connected) {
            receiveCuts(target);
        }
        int moved = target.position() - start;
        if (moved == 0 && !connected) {
            pcb.requireForeignAddress();
        }
        return moved;
    }

    /// Puts an answer before the next cut.
    ///
    /// @throws RoutingException EBUSY while there is another
    void answer(MessageSource source) {
        if (!answer.compareAndSet(null, source)) {
            throw new RoutingException(Errno.EBUSY, "socket " + pcb.id() + " is being answered already");
        }
        wakeup();
    }

    /// @return whether there is no more of an answer
    private boolean receiveAnswer(ByteBuffer target) {
        MessageSource source = answer.get();
        if (source == null) {
            return true;
        }
        try {
            if (!source.fill(target)) {
                return false;
            }
        } catch (RuntimeException e) {
            LOG.error("protocol {} failed in the middle of an answer for socket {}", protosw.protocol(), pcb.id(), e);
        }
        answer.set(null);
        return true;
    }

    /// As much of the cut under way, of an answer, and of the cuts after it as fits.
    private void receiveCuts(ByteBuffer target) {
        while (true) {
            if (cut == null && !afterVoid && !receiveAnswer(target)) {
                return;
            }
            DrainedCut present = cut;
            MessageSource source = messages;
            if (present == null || source == null) {
                present = nextCut();
                if (present == null && !afterVoid) {
                    return;
                }
                afterVoid = false;
                if (present == null) {
                    continue;
                }
                source = protosw.input(pcb, present);
                cut = present;
                messages = source;
            }
            if (!fill(source, present, target)) {
                return;
            }
            cut = null;
            messages = null;
            afterVoid = present.isStale();
            delivered(present);
        }
    }

    /// @return whether there is no more of the cut, to its end or because it is void
    private static boolean fill(MessageSource source, DrainedCut from, ByteBuffer target) {
        try {
            return source.fill(target) || from.isStale();
        } catch (RoutingException e) {
            if (from.isStale()) {
                return true;
            }
            throw e;
        }
    }

    /// The next cut as it is, for a receiver that needs no messages; null when there is nothing to tell. The receiver owes [#delivered]. It
    /// is the same object as the last one.
    @Nullable DrainedCut nextCut() {
        return pcb.subscription().drain();
    }

    /// Whether [#nextCut] may find something; when not, the wake-up comes.
    boolean hasNews() {
        return pcb.subscription().hasNews();
    }

    /// The receiver is done with a cut, whether or not it walked it to its end.
    void delivered(DrainedCut ended) {
        if (ended.isStale()) {
            voided(ended);
        } else {
            pcb.subscription().delivered();
            counters.cuts.increment();
        }
    }

    private void voided(DrainedCut lost) {
        if (!pcb.isConnected() || !pcb.subscription().voided()) {
            return;
        }
        counters.stale.increment();
        if (!staleBefore) {
            staleBefore = true;
            LOG.warn(
                    "socket {} was so slow that records were taken away from it in the middle of the cut to version {}: it starts over; "
                            + "should it happen again, that is only counted",
                    pcb.id(), lost.version());
        }
    }

    /// Off all lists until the asynchronous mode is set again, see [Subscription#park].
    void park(String why) {
        pcb.park(why);
    }

    boolean usesLoopback() {
        return useLoopback;
    }

    /// Appends a message to the receive buffer, or counts it as dropped (`sbappendaddr`). The caller owes the reader a [#wakeup] in both
    /// cases: it is to learn of either.
    void append(ByteBuffer message) {
        if (!buffer.append(message)) {
            counters.dropped.increment();
        }
    }

    long dropped() {
        return buffer.dropped();
    }

    @Override
    public void onReadable(Runnable newWakeup) {
        wakeup = newWakeup;
        // What came before went to the one before.
        newWakeup.run();
    }

    /// `sorwakeup`.
    void wakeup() {
        wakeup.run();
    }

    @Override
    public void shutdown() {
        request(UserRequest.SHUTDOWN);
    }

    boolean isClosed() {
        return closed.get();
    }

    /// `soclose`: a socket that is connected is disconnected first.
    @Override
    public void close() {
        if (pcb.isConnected()) {
            end(UserRequest.DISCONNECT, UserRequest.DETACH);
        } else {
            end(UserRequest.DETACH);
        }
    }

    /// The last requests of a socket. Once, and to the end, whatever the protocol makes of them.
    private void end(UserRequest... requests) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (UserRequest request : requests) {
            leave(request);
        }
        pcb.detach();
        wakeup();
    }

    private void leave(UserRequest request) {
        // An entry that has detached the socket by itself is not asked again.
        if (!pcb.isAttached()) {
            return;
        }
        try {
            protosw.usrreq(request, pcb, null);
        } catch (RuntimeException e) {
            LOG.error("protocol {} failed at PRU_{} of socket {}; done without it", protosw.protocol(), request, pcb.id(), e);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new RoutingException(Errno.ENOTCONN, "socket " + pcb.id() + " is closed");
        }
    }
}
