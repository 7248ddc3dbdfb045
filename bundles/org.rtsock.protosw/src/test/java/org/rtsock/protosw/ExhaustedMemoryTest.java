// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifd;

import ch.qos.logback.classic.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// Memory that runs out is nobody's fault: no type goes for it, and nothing is left untold.
@Timeout(20)
class ExhaustedMemoryTest {
    private final Router router = new Router();
    private final Logged logged = new Logged();
    /// Looks at a record until memory runs out, once.
    private final AtomicInteger looks = new AtomicInteger(-1);
    private final FakeReporter<Ifd> ifd = new FakeReporter<>(new Greedy());

    ExhaustedMemoryTest() {
        router.stop(router.ifd);
        router.start(ifd);
    }

    @AfterEach
    void close() {
        logged.close();
    }

    @Test
    void cutInWhoseWalkMemoryRunsOutIsVoid() {
        router.kernel.put(ifd(1), ifd(2), ifd(3));
        RouteSocket socket = router.socket();
        Router.listen(socket, Router.inet(), "ifd");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        looks.set(1);
        assertThrows(OutOfMemoryError.class, () -> cut.forEach(Router::text));
        assertTrue(cut.isStale());
        socket.delivered(cut);
        assertEquals(List.of("RESET ifd", "ADD eth1", "ADD eth2", "ADD eth3", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void cutOfWhichAnObjectCannotBeMadeIsVoid() {
        router.kernel.put(ifd(1), ifd(2));
        RouteSocket socket = router.listening("ifd");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        looks.set(1);
        assertThrows(OutOfMemoryError.class, () -> cut.forEach(Router::text));
        socket.delivered(cut);
        assertEquals(List.of("RESET ifd", "ADD eth1", "ADD eth2", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void cutThatCannotBeBegunIsStillDue() {
        router.kernel.put(ifd(1));
        RouteSocket socket = router.listening("ifd");
        ifd.beforeHold = ExhaustedMemoryTest::exhaust;
        assertThrows(OutOfMemoryError.class, socket::nextCut);
        ifd.beforeHold = () -> {};
        assertTrue(socket.hasNews());
        assertEquals(List.of("ADD eth1", "MARK 1 snapshot"), heard(socket));
        assertNull(socket.nextCut());
    }

    @Test
    void listenerGoesOnWhenThereIsMemoryAgain() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        AtomicInteger tries = new AtomicInteger();
        router.kernel.put(ifd(1));
        ifd.beforeHold = () -> {
            if (tries.incrementAndGet() <= 2) {
                exhaust();
            }
        };
        Whiteboard whiteboard = new Whiteboard(router.domain, new SwitchCounters(), ListenerLimits.DEFAULT);
        whiteboard.add(
                "key",
                new Service(cut -> cut.forEach(message -> heard.add(Router.text(message)))),
                Map.of("rtsock.types", "ifd", "component.name", "daemon"));
        assertEquals("ADD eth1", heard.poll(10, TimeUnit.SECONDS));
        assertEquals("MARK 1 snapshot", heard.poll(10, TimeUnit.SECONDS));
        assertEquals(
                List.of("the records for listener daemon cannot be read; it is tried again every second"), logged.at(Level.ERROR));
        whiteboard.close();
        assertEquals(List.of(), router.domain.sockets());
    }

    private static void exhaust() {
        throw new OutOfMemoryError("as if");
    }

    /// Memory runs out in it when it is told so.
    private final class Greedy implements ObjectCodec<Ifd> {
        private final IfdCodec codec = new IfdCodec();

        @Override
        public TypeDescriptor descriptor() {
            return codec.descriptor();
        }

        @Override
        public void encode(Ifd object, FieldWriter out) {
            codec.encode(object, out);
        }

        @Override
        public Ifd decode(FieldReader in) {
            look();
            return codec.decode(in);
        }

        @Override
        public boolean admits(Filter filter, FieldReader in) {
            look();
            return codec.admits(filter, in);
        }

        private void look() {
            if (looks.getAndDecrement() == 0) {
                exhaust();
            }
        }
    }

    private record Service(RoutingListener listener) implements ComponentServiceObjects<RoutingListener> {
        @Override
        public RoutingListener getService() {
            return listener;
        }

        @Override
        public void ungetService(RoutingListener returned) {}

        @Override
        public ServiceReference<RoutingListener> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }
}
