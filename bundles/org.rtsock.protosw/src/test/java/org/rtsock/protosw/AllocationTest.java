// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RouteCodec;

/// What a socket costs the garbage collector while it only listens. The bounds leave room for what a JIT may not have got to yet; one
/// object a drain would break them.
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 10_000;
    private static final int ROUTES = 16;

    private final FakeKernel kernel = new FakeKernel();
    private final RouteDomain domain = new RouteDomain(kernel);
    private final TestProtosw protosw = new TestProtosw("test");
    private final PreparedReporter<?> ifd = new PreparedReporter<>(new IfdCodec(), List.of(Router.ifd(1)));
    private final PreparedReporter<?> route = new PreparedReporter<>(
            new RouteCodec(), IntStream.range(0, ROUTES).mapToObj(AllocationTest::route).toList());

    private static Route route(int number) {
        Prefix prefix = new Prefix(new IpAddress(Family.INET, (long) (10 << 24 | number << 16) << 32, 0), 16);
        return new Route(Route.Key.of(254, prefix, number), 186, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
    }

    @BeforeEach
    void putTogether() {
        domain.addProtosw(protosw);
        domain.addReporter(ifd);
        domain.addReporter(route);
    }

    private RouteSocket socket() {
        return domain.socket(SocketType.RAW, "test", null, "test", Credentials.SELF);
    }

    private void commit() {
        kernel.version++;
        ifd.published();
        route.published();
    }

    /// Bytes that this thread allocates in one round.
    private static double perRound(Runnable round) {
        for (int i = 0; i < WARM_UP; i++) {
            round.run();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) ROUNDS;
    }

    private static int walk(RouteSocket socket) {
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        int records = 0;
        while (cut.nextPart()) {
            while (cut.records().next()) {
                records += Frame.operation(cut.records().buffer(), cut.records().offset());
            }
        }
        socket.delivered(cut);
        return records;
    }

    @Test
    void liveDrainOfACommit() {
        RouteSocket socket = socket();
        Router.listen(socket, Filter.NONE, "ifd", "route");
        double bytes = perRound(() -> {
            commit();
            assertEquals(1 + ROUTES, walk(socket));
        });
        System.out.println("AllocationTest: a live drain allocates " + bytes + " bytes");
        assertTrue(bytes < 8, bytes + " bytes a drain");
    }

    /// What the codec's look at a record costs is the codec's affair; the switch adds nothing to it.
    @Test
    void filteredDrainOfACommit() {
        Filter filter = new Filter(254, Family.INET, Prefix.parse("10.0.0.0/13"), Set.of(4, 186), 6);
        RouteSocket socket = socket();
        Router.listen(socket, filter, "ifd", "route");
        double bytes = perRound(() -> {
            commit();
            assertEquals(1 + 7, walk(socket));
        });
        System.out.println("AllocationTest: a filtered drain of " + (1 + ROUTES) + " records: " + bytes + " bytes");
        assertTrue(bytes < 8, bytes + " bytes a drain");
    }

    @Test
    void cutsThroughATransport() {
        ByteBuffer target = ByteBuffer.allocate(Frame.MAX_LENGTH);
        MarksOnly marks = new MarksOnly();
        protosw.source = marks::of;
        RouteSocket socket = socket();
        Router.listen(socket, Filter.NONE, "ifd", "route");
        double bytes = perRound(() -> {
            commit();
            assertEquals(Long.BYTES, socket.receive(target.clear()));
        });
        System.out.println("AllocationTest: a cut through a transport allocates " + bytes + " bytes");
        assertTrue(bytes < 8, bytes + " bytes a cut");
    }

    @Test
    void commitThatWakesManyListeners() {
        LongAdder wakeups = new LongAdder();
        for (int i = 0; i < 64; i++) {
            RouteSocket socket = socket();
            Router.listen(socket, Filter.NONE, "ifd", "route");
            socket.onReadable(wakeups::increment);
        }
        long before = wakeups.sum();
        double bytes = perRound(this::commit);
        System.out.println("AllocationTest: a commit that wakes 64 listeners allocates " + bytes + " bytes");
        assertTrue(bytes < 8, bytes + " bytes a commit");
        assertEquals(before, wakeups.sum(), "whoever has not looked yet is not woken again");
    }

    /// A protocol with one message source for all cuts, as the switch allows: it tells of marks only.
    private static final class MarksOnly implements MessageSource {
        private @Nullable Cut cut;

        MessageSource of(Cut next) {
            cut = next;
            return this;
        }

        @Override
        public boolean fill(ByteBuffer target) {
            Cut present = Objects.requireNonNull(cut);
            while (present.nextPart()) {
                assertTrue(present.records().next());
            }
            target.putLong(present.version());
            return true;
        }
    }
}
