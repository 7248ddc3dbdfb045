// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.client.BatchAnswer;
import org.rtsock.client.BatchRefusal;
import org.rtsock.client.BatchWriter;
import org.rtsock.client.Endpoint;
import org.rtsock.client.RoutingClient;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;

/// A thread that writes tables and routes at random: each on its own, all or none, and tables that go with all that is in them. It
/// knows what is there, so nothing that it asks for may be refused; when its connection breaks it looks.
final class RandomWriter {
    /// Not one of the script's.
    private static final int FIRST_TABLE = 1000;
    private static final int TABLES = 6;
    private static final int ROUTES = 500;
    /// What [#forgetful] fills and empties.
    private static final int SPARE_TABLE = 2000;
    /// Of 192.0.2.0/24, where the script has an interface.
    private static final int FIRST_GATEWAY = 10;
    private static final int GATEWAYS = 50;
    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long JOIN_MILLIS = 30_000;

    private final Endpoint endpoint;
    private final Random random;
    private final Thread thread;
    /// Held while something is under way, and by the suite while it wants quiet. Guards everything below but the flags.
    private final ReentrantLock turn = new ReentrantLock(true);
    private RoutingClient client;
    private final BitSet[] routes = new BitSet[TABLES];
    private final BitSet tables = new BitSet();
    private boolean spare;
    private long epoch;
    private long written;
    private long deletes;
    /// Deletes of routes up to a version of the epoch, cascades included.
    private final TreeMap<Long, Long> deletesUpTo = new TreeMap<>();
    private volatile boolean closed;
    private volatile Throwable failure;

    RandomWriter(Endpoint endpoint, long seed) {
        this.endpoint = endpoint;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().name("writer").start(this::run);
    }

    private void run() {
        try {
            while (!closed && failure == null) {
                LockSupport.parkNanos(step() ? BREATH_NANOS : PAUSE_NANOS);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    /// @return whether the appliance was there
    private boolean step() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (client == null) {
                look();
            }
            write();
            return true;
        } catch (IOException e) {
            leave();
            return false;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw new AssertionError("the appliance refuses what makes sense", e.getCause());
            }
            leave();
            return false;
        } finally {
            turn.unlock();
        }
    }

    private void leave() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /// What is there, of what is ours.
    private void look() throws IOException {
        tables.clear();
        spare = false;
        for (int i = 0; i < TABLES; i++) {
            routes[i] = new BitSet();
        }
        try (RtsockConnection connection = RtsockConnection.connect(endpoint)) {
            StreamMessage.Mark mark = connection.dump(Holding.mode(null), this::see);
            if (mark.epoch() != epoch) {
                epoch = mark.epoch();
                deletesUpTo.clear();
            }
            deletesUpTo.put(mark.version(), deletes);
        } catch (RoutingException e) {
            throw new IOException("the appliance is on its way", e);
        }
        client = RoutingClient.connect(endpoint);
    }

    private void see(StreamMessage message) {
        if (!(message instanceof StreamMessage.Event event)) {
            return;
        }
        if (event.object().get("id") instanceof Long id) {
            spare |= id == SPARE_TABLE;
            int table = (int) (id - FIRST_TABLE);
            if (table >= 0 && table < TABLES) {
                tables.set(table);
            }
        } else if (event.object().get("table") instanceof Long id && event.object().get("prefix") instanceof Prefix prefix) {
            int table = (int) (id - FIRST_TABLE);
            if (table >= 0 && table < TABLES) {
                routes[table].set((int) (prefix.address().high() >>> 40) & 0xffff);
            }
        }
    }

    private void write() throws IOException, ExecutionException, InterruptedException {
        long[] gone = {0};
        BatchAnswer answer;
        try (BatchWriter batch = random.nextInt(4) == 0
                ? client.allOrNone(Level.STORED)
                : client.eachOnItsOwn(Level.STORED, this::refused)) {
            int count = 1 + random.nextInt(200);
            for (int i = 0; i < count; i++) {
                gone[0] += writeOne(batch);
            }
            answer = batch.commit().get();
        }
        written += answer.carriedOut();
        count(answer, gone[0]);
    }

    private void count(BatchAnswer answer, long gone) {
        deletes += gone;
        deletesUpTo.put(answer.version(), deletes);
    }

    private void refused(BatchRefusal refusal) {
        failure = new AssertionError(refusal.toString());
    }

    /// @return how many routes that deletes
    private int writeOne(BatchWriter batch) throws IOException {
        int table = random.nextInt(TABLES);
        if (!tables.get(table)) {
            tables.set(table);
            batch.add(table(FIRST_TABLE + table));
            return 0;
        }
        if (random.nextInt(2000) == 0) {
            int gone = routes[table].cardinality();
            tables.clear(table);
            routes[table].clear();
            batch.delete(table(FIRST_TABLE + table));
            return gone;
        }
        int number = random.nextInt(ROUTES);
        Route route = route(FIRST_TABLE + table, number, random.nextInt(GATEWAYS));
        if (!routes[table].get(number)) {
            routes[table].set(number);
            batch.add(route);
            return 0;
        }
        if (random.nextBoolean()) {
            batch.change(route);
            return 0;
        }
        routes[table].clear(number);
        batch.delete(route);
        return 1;
    }

    private static RtTable table(int id) {
        return new RtTable(id, "table" + id, Family.INET);
    }

    private static Route route(int table, int number, int gateway) {
        IpAddress address = address(10 << 24 | number << 8);
        Route.Key key = Route.Key.of(table, new Prefix(address, 24), 0);
        Nexthop nexthop = Nexthop.via(address(192 << 24 | 2 << 8 | FIRST_GATEWAY + gateway), 0);
        return new Route(key, RouteProtocol.STATIC, RouteType.UNICAST, List.of(nexthop), RouteState.STORED, null);
    }

    private static IpAddress address(int bits) {
        return new IpAddress(Family.INET, (long) bits << 32, 0);
    }

    /// So many routes come and go that whoever is away now must begin anew.
    void overflow(int count) throws Exception {
        turn.lock();
        try {
            if (!spare) {
                client.add(table(SPARE_TABLE)).get();
                spare = true;
            }
            for (int done = 0; done < count; done += ROUTES) {
                // In one transaction nothing would be left of them to be remembered.
                count(spareRoutes(Operation.ADD), 0);
                count(spareRoutes(Operation.DELETE), ROUTES);
            }
        } finally {
            turn.unlock();
        }
    }

    private BatchAnswer spareRoutes(Operation operation) throws Exception {
        try (BatchWriter batch = client.allOrNone(Level.STORED)) {
            for (int number = 0; number < ROUTES; number++) {
                batch.put(operation, route(SPARE_TABLE, number, 0));
            }
            return batch.commit().get();
        }
    }

    /// Runs something while nothing is written.
    void quietly(Action action) throws Exception {
        turn.lock();
        try {
            action.run();
        } finally {
            turn.unlock();
        }
        if (failure != null) {
            throw new AssertionError("the writer failed", failure);
        }
    }

    interface Action {
        void run() throws Exception;
    }

    /// Deletes of routes from one place to another of the present epoch. The versions within a batch count as that before it.
    long deletesBetween(ResumePoint from, ResumePoint to) {
        turn.lock();
        try {
            return deletesAt(to) - deletesAt(from);
        } finally {
            turn.unlock();
        }
    }

    private long deletesAt(ResumePoint place) {
        Map.Entry<Long, Long> upTo = deletesUpTo.floorEntry(place.version());
        return upTo == null ? 0 : upTo.getValue();
    }

    /// Whether it is connected to that life of the kernel.
    boolean writesTo(long wanted) {
        turn.lock();
        try {
            return client != null && epoch == wanted;
        } finally {
            turn.unlock();
        }
    }

    long written() {
        turn.lock();
        try {
            return written;
        } finally {
            turn.unlock();
        }
    }

    void close() throws InterruptedException {
        closed = true;
        thread.join(JOIN_MILLIS);
        leave();
    }
}
