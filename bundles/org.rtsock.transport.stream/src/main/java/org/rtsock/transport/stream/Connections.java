// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of a transport. Any thread.
public final class Connections implements StatisticsSource {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// How often connections are looked at: this part of the shortest time that a peer may take, within bounds.
    private static final int WATCH_PARTS = 4;
    private static final long WATCH_MIN_MILLIS = 10;
    private static final long WATCH_MAX_MILLIS = 1000;

    private final RoutingDomain domain;
    private final String origin;
    private final Limits limits;
    private final WriteBuffers buffers;
    private final Refusals refusals = new Refusals();
    private final Set<StreamConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger openCount = new AtomicInteger();
    private final AtomicInteger strangers = new AtomicInteger();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread watch;

    /// @param origin name of the transport: the origin in the cause of what its peers change, and the first part of its counters' names
    /// @param plain  see [Peer#isPlain]
    public Connections(RoutingDomain domain, String origin, Limits limits, boolean plain) {
        this.domain = domain;
        this.origin = origin;
        this.limits = limits;
        this.buffers = new WriteBuffers(plain);
        this.watch = Thread.ofVirtual().name("rtsock-" + origin + "-watch").start(this::watch);
    }

    /// Takes a connection, or refuses and closes it. Does not block, but lets others go first: one who accepts without a pause would fill the
    /// scheduler's queue with newcomers faster than they are served, and those who are in would wait behind them (seconds, measured).
    public void admit(Peer peer) {
        take(peer);
        Thread.yield();
    }

    private void take(Peer peer) {
        accepted.increment();
        int number = lastNumber.incrementAndGet();
        String name = "rtsock-" + origin + "-" + number;
        if (openCount.incrementAndGet() > limits.connections()) {
            openCount.decrementAndGet();
            refusals.refused(Refusal.CONNECTIONS, name, "refused: maxConnections " + limits.connections() + " are open");
            turnAway(peer);
            return;
        }
        if (strangers.incrementAndGet() > limits.strangers()) {
            strangers.decrementAndGet();
            openCount.decrementAndGet();
            refusals.refused(Refusal.STRANGERS, name, "refused: maxUnauthenticated " + limits.strangers() + " are open");
            turnAway(peer);
            return;
        }
        StreamConnection connection = new StreamConnection(this, peer, name);
        open.add(connection);
        connection.start();
        if (closed.getCount() == 0) {
            connection.close();
        }
    }

    /// Where an answer needs no handshake, it is given.
    private static void turnAway(Peer peer) {
        try (peer) {
            if (peer.isPlain()) {
                peer.write(Preamble.answer(Errno.EDQUOT.number()));
            }
        } catch (IOException e) {
            LOG.debug("went before it was refused", e);
        }
    }

    private void watch() {
        long millis = Math.clamp(shortestMillis() / WATCH_PARTS, WATCH_MIN_MILLIS, WATCH_MAX_MILLIS);
        try {
            while (!closed.await(millis, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                open.forEach(connection -> check(connection, now));
            }
        } catch (InterruptedException e) {
            LOG.error("the watch over connections of transport {} was interrupted and ends", origin);
        }
    }

    /// The watch goes on whatever becomes of one.
    private static void check(StreamConnection connection, long now) {
        try {
            connection.check(now);
        } catch (RuntimeException e) {
            LOG.error("a connection could not be looked at", e);
        }
    }

    private long shortestMillis() {
        long shortest = limits.introduction().toMillis();
        for (Duration limit : List.of(limits.messageTime(), limits.stalled())) {
            shortest = limit.isZero() ? shortest : Math.min(shortest, limit.toMillis());
        }
        return shortest;
    }

    /// Ends all connections, those too that are being admitted, and waits for their threads.
    public void close() throws InterruptedException {
        closed.countDown();
        List<StreamConnection> ending = List.copyOf(open);
        ending.forEach(StreamConnection::close);
        boolean ended = watch.join(PATIENCE);
        for (StreamConnection connection : ending) {
            ended &= connection.join(PATIENCE);
        }
        if (!ended) {
            LOG.warn("threads of transport {} have not ended within {}", origin, PATIENCE);
        }
    }

    /// The socket that a preamble asks for.
    RoutingSocket socket(Preamble preamble, Credentials credentials) {
        return domain.socket(SocketType.RAW, preamble.protocol(), preamble.family(), origin, credentials);
    }

    Limits limits() {
        return limits;
    }

    WriteBuffers buffers() {
        return buffers;
    }

    Refusals refusals() {
        return refusals;
    }

    /// A stranger has said who it is and what it wants, and has its socket.
    void served() {
        strangers.decrementAndGet();
        served.increment();
    }

    /// A stranger went without a socket.
    ///
    /// @param refused whether that was our doing, and is counted with its reason
    void strangerWent(boolean refused) {
        strangers.decrementAndGet();
        if (!refused) {
            left.increment();
        }
    }

    void forget(StreamConnection connection) {
        if (open.remove(connection)) {
            openCount.decrementAndGet();
        }
    }

    @Override
    public String name() {
        return "transport." + origin;
    }

    /// What was accepted was served, left before it had said what it wants, was refused before that, or is a stranger still.
    @Override
    public Map<String, Long> read() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("accepted", accepted.sum());
        counters.put("served", served.sum());
        counters.put("left", left.sum());
        counters.put("open", (long) openCount.get());
        counters.put("strangers", (long) strangers.get());
        counters.put("write.buffers", (long) buffers.lent());
        for (Refusal reason : Refusal.values()) {
            counters.put(reason.word(), refusals.refused(reason));
        }
        return counters;
    }
}
