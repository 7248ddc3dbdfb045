// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.socket.Sockaddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `raw_input`: walks the control blocks and puts a copy of a message into the receive buffer of each that matches.
///
/// 4.4BSD compared protocol numbers, all of them families, since its domain had one wire protocol. Here the message must be in the bytes of
/// the protocol that the receiver opened, so its entry of the switch comes first; the family restricts as there. Two choices differ from
/// 4.4BSD: a message without a family concerns restricted sockets too (OpenBSD), and a copy that finds no room is counted.
final class RawInput {
    private static final Logger LOG = LoggerFactory.getLogger(RawInput.class);

    private final Collection<RawControlBlock> rawcb;
    private final RouteCb routeCb;
    /// Held while the copies are made, as splnet was: all sockets get the messages of all senders in one order.
    private final ReentrantLock lock = new ReentrantLock();

    /// @param rawcb a live view of the control blocks that are attached
    RawInput(Collection<RawControlBlock> rawcb, RouteCb routeCb) {
        this.rawcb = rawcb;
        this.routeCb = routeCb;
    }

    /// Any thread. The readers are woken after the last copy, so that none of them sees the lock.
    ///
    /// @param sender      whose protocol it is, and who does not hear it without SO_USELOOPBACK
    /// @param about       family of the message, null when it has none
    /// @param source      address from which the message comes, to which receivers must be connected
    /// @param destination address to which it goes, that of receivers which have one
    void input(
            RawControlBlock sender, @Nullable Family about, Sockaddr source, Sockaddr destination, ByteBuffer message) {
        walk(pcb -> {
            boolean concerned = hears(pcb, sender, message) && pcb.concerns(about) && matches(pcb, source, destination);
            if (concerned) {
                pcb.socket().append(message);
            }
            return concerned;
        });
    }

    /// `rt_missmsg`: has the protocol of each socket that an event concerns make a message of it (`pr_ctlinput`). Any thread.
    void event(RouteEvent event) {
        walk(pcb -> pcb.concerns(event.destination().family())
                && matches(pcb, Sockaddr.ROUTE, Sockaddr.ROUTE)
                && tell(pcb, event));
    }

    /// @param given gives a socket what it is to hear, if anything: whether it has something to read, or to learn of
    private void walk(Predicate<RawControlBlock> given) {
        if (routeCb.nobody()) {
            return;
        }
        List<RouteSocket> receivers = new ArrayList<>();
        try {
            walk(given, receivers);
        } finally {
            // Also those whose buffer was full: they are to learn of it.
            receivers.forEach(RouteSocket::wakeup);
        }
    }

    private void walk(Predicate<RawControlBlock> given, List<RouteSocket> receivers) {
        lock.lock();
        try {
            for (RawControlBlock pcb : rawcb) {
                if (given.test(pcb)) {
                    receivers.add(pcb.socket());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// @return whether the socket has something to read, or to learn of
    private static boolean tell(RawControlBlock pcb, RouteEvent event) {
        try {
            ByteBuffer message = pcb.protosw().ctlinput(pcb, event);
            if (message == null) {
                return false;
            }
            RawControlBlock.checkLength(message);
            pcb.socket().append(message);
            return true;
        } catch (RuntimeException e) {
            LOG.error("protocol {} failed at {} for socket {}, which is not told", pcb.protosw().protocol(), event, pcb.id(), e);
            return false;
        }
    }

    /// 4.4BSD hid the sender's control block for the time of the walk, by a family that no message has.
    private static boolean hears(RawControlBlock pcb, RawControlBlock sender, ByteBuffer message) {
        return pcb == sender
                ? pcb.socket().usesLoopback()
                : pcb.protosw() == sender.protosw() && pcb.protosw().hears(pcb, message);
    }

    /// The foreign address must be there: in 4.4BSD one that is absent matched all, but a socket that is disconnected hears nothing.
    private static boolean matches(RawControlBlock pcb, Sockaddr source, Sockaddr destination) {
        Sockaddr local = pcb.localAddress();
        return (local == null || local.equals(destination)) && source.equals(pcb.foreignAddress());
    }
}
