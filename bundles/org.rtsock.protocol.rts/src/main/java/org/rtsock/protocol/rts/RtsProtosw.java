// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The entry `rts` of the protocol switch.
@Component(service = Protosw.class)
public final class RtsProtosw implements Protosw {
    private static final Logger LOG = LoggerFactory.getLogger(RtsProtosw.class);

    /// Of all batches that have not come to their end: a quarter of the heap.
    private static final long MAX_BATCH_MEMORY = Runtime.getRuntime().maxMemory() / 4;

    private final AtomicLong batchMemory = new AtomicLong();
    private final Statistics statistics = new Statistics();
    private final InfoTopics topics = new InfoTopics();
    private final Requests requests = new Requests(this, statistics, topics);
    private final EventFrames events = new EventFrames();
    /// By the switch's control block.
    private final Map<ControlBlock, RtsControlBlock> blocks = new ConcurrentHashMap<>();

    @Reference(
            service = StatisticsSource.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeStatistics")
    void addStatistics(
            ServiceReference<StatisticsSource> reference, ComponentServiceObjects<StatisticsSource> source) {
        statistics.add(reference, source);
    }

    void removeStatistics(ServiceReference<StatisticsSource> reference) {
        statistics.remove(reference);
    }

    /// Topics of INFO beside our own. The launcher brings `features`.
    @Reference(
            service = Supplier.class,
            target = "(" + InfoTopics.PROPERTY + "=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeTopic")
    void addTopic(Supplier<?> rows, Map<String, Object> properties) {
        topics.add(rows, properties);
    }

    void removeTopic(Supplier<?> rows, Map<String, Object> properties) {
        topics.remove(rows, properties);
    }

    @Override
    public String protocol() {
        return "rts";
    }

    @Override
    public void usrreq(UserRequest request, ControlBlock pcb, @Nullable ByteBuffer message) {
        pcb.rawUsrreq(request, message);
        // Only once the switch has agreed.
        switch (request) {
            case ATTACH -> blocks.put(pcb, new RtsControlBlock(new BatchUnderWay(batchMemory, MAX_BATCH_MEMORY)));
            case DETACH, ABORT -> {
                RtsControlBlock state = blocks.remove(pcb);
                if (state != null) {
                    state.close();
                }
            }
            case DISCONNECT -> block(pcb).close();
            case BIND, LISTEN, CONNECT, ACCEPT, SHUTDOWN, RCVD, SEND, CONTROL, SENSE, RCVOOB, SENDOOB, SOCKADDR, PEERADDR,
                    CONNECT2 -> {}
        }
    }

    @Override
    public int messageLength(ByteBuffer received) {
        if (received.remaining() < Integer.BYTES) {
            return 0;
        }
        int length = Frame.length(received.duplicate().order(Frame.ORDER), received.position());
        return length >= Frame.HEADER_LENGTH && length <= Frame.MAX_LENGTH && length % 8 == 0 ? length : -1;
    }

    @Override
    public void output(ControlBlock pcb, ByteBuffer message) {
        RtsControlBlock state = block(pcb);
        Request request = new Request(message);
        state.lock().lock();
        try {
            requests.carryOut(pcb, state, request);
        } catch (RoutingException e) {
            refuse(pcb, state, request, e);
            throw e;
        } catch (RuntimeException e) {
            LOG.error("request {} of type {} from socket {} failed", request.operationNumber(), request.type(), pcb.id(), e);
            RoutingException failure = Replies.internal(e);
            refuse(pcb, state, request, failure);
            throw failure;
        } finally {
            state.lock().unlock();
            state.clearIfClosed();
        }
    }

    private static void refuse(ControlBlock pcb, RtsControlBlock state, Request request, RoutingException why) {
        if (request.operationNumber() == Operation.BATCH.number()) {
            state.replies().refused(pcb, request, why, state.batch().takeRefusedItem());
            state.batch().failed(request);
        } else {
            state.replies().refused(pcb, request, why);
        }
    }

    /// `rts_ctloutput`: hands the mode on to `rts_setasyncmode`.
    @Override
    public <T> void ctloutput(ControlBlock pcb, SocketOption<T> option, T value) {
        if (!option.equals(SocketOption.ROUTE_ASYNC_MODE)) {
            throw new RoutingException(
                    Errno.ENOPROTOOPT, "option " + option.name() + " of level PF_ROUTE is unknown to protocol rts");
        }
        AsyncMode mode = SocketOption.ROUTE_ASYNC_MODE.type().cast(value);
        RtsControlBlock state = block(pcb);
        // Held, so that events are told by the mode that the lists have.
        state.lock().lock();
        try {
            pcb.setAsyncMode(mode);
            state.listensTo(mode);
        } finally {
            state.lock().unlock();
            state.clearIfClosed();
        }
    }

    @Override
    public @Nullable ByteBuffer ctlinput(ControlBlock pcb, RouteEvent event) {
        RtsControlBlock state = blocks.get(pcb);
        return state != null && EventFrames.wants(state.mode(), event) ? events.frame(event) : null;
    }

    @Override
    public ByteBuffer desync(ControlBlock pcb, long lost) {
        return EventFrames.desync(lost);
    }

    @Override
    public MessageSource input(ControlBlock pcb, Cut cut) {
        return block(pcb).frames(cut);
    }

    private RtsControlBlock block(ControlBlock pcb) {
        RtsControlBlock state = blocks.get(pcb);
        if (state == null) {
            throw new RoutingException(Errno.ENOTCONN, "socket " + pcb.id() + " is not attached");
        }
        return state;
    }
}
