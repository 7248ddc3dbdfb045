// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.route;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.RoutingException;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.socket.Cut;

@Timeout(20)
class WhiteboardTest {
    private static final Map<String, Object> IFD = Map.of("rtsock.types", "ifd");
    private final Router router = new Router();
    private final SwitchCounters counters = new SwitchCounters();
    private final Whiteboard whiteboard = new Whiteboard(router.domain, counters, ListenerLimits.DEFAULT);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final RoutingListener listener = cut -> cut.forEach(message -> heard.add(Router.text(message)));

    @AfterEach
    void close() {
        whiteboard.close();
        assertEquals(0, held.get(), "services fetched and not given back");
        assertEquals(List.of(), router.domain.sockets());
    }

    private void add(@Nullable RoutingListener service, Map<String, Object> properties) {
        whiteboard.add("key", new Objects(service), properties);
    }

    private void expect(String... messages) throws InterruptedException {
        for (String message : messages) {
            assertEquals(message, heard.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void serviceIsASocketForAsLongAsItIsRegistered() throws Exception {
        router.kernel.put(ifd(1));
        add(listener, IFD);
        expect("ADD eth1", "MARK 1 snapshot");
        router.kernel.put(ifd(2));
        expect("ADD eth2", "MARK 2");
        assertEquals("service", router.domain.sockets().getFirst().protocol());
        whiteboard.remove("key");
        assertEquals(List.of(), router.ifd.listeners);
        router.kernel.put(ifd(3));
        assertNull(heard.poll());
    }

    @Test
    void serviceThatWasThereBeforeTheSwitchForgetsWhatAnotherOneTold() throws Exception {
        router.kernel.put(ifd(1));
        whiteboard.activating(true);
        add(listener, IFD);
        whiteboard.activating(false);
        expect("RESET ifd", "ADD eth1", "MARK 1 snapshot");
        router.kernel.put(ifd(2));
        expect("ADD eth2", "MARK 2");
    }

    @Test
    void newPropertiesSetTheFlagsAnew() throws Exception {
        router.kernel.put(ifd(1), route("10.0.0.0/8", 254));
        add(listener, IFD);
        expect("ADD eth1", "MARK 1 snapshot");
        whiteboard.update("key", Map.of("rtsock.types", "route"));
        expect("ADD 10.0.0.0/8", "MARK 1 snapshot");
        assertEquals(List.of(), router.ifd.listeners);
    }

    @Test
    void cutAtWhichTheListenerThrewCountsAsDelivered() throws Exception {
        add(
                cut -> {
                    listener.receive(cut);
                    if (cut.version() == 1) {
                        throw new NoClassDefFoundError("a class that is missing");
                    }
                },
                IFD);
        expect("MARK 0 snapshot");
        router.kernel.put(ifd(1));
        expect("ADD eth1", "MARK 1");
        router.kernel.put(ifd(2));
        expect("ADD eth2", "MARK 2");
    }

    @Test
    void listenerThatBlocksConflatesAndHoldsNobodyBack() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        add(
                cut -> {
                    blocked.countDown();
                    awaitQuietly(go);
                    listener.receive(cut);
                },
                IFD);
        blocked.await();
        for (int i = 0; i < 1000; i++) {
            router.kernel.put(i % 2 == 0 ? ifd(1) : Router.down(1));
        }
        go.countDown();
        expect("MARK 0 snapshot", "ADD eth1", "MARK 1000");
    }

    /// One commit at a time, each awaited: one lost wake-up and it hangs.
    @Test
    void eachCommitAloneIsHeard() throws Exception {
        SynchronousQueue<Long> marks = new SynchronousQueue<>();
        add(cut -> handOver(marks, cut.version()), IFD);
        assertEquals(0, marks.poll(10, TimeUnit.SECONDS));
        for (int i = 1; i <= 1000; i++) {
            long version = router.kernel.put(ifd(1 + i % 5));
            assertEquals(version, marks.poll(10, TimeUnit.SECONDS));
        }
    }

    private static void handOver(SynchronousQueue<Long> marks, long version) {
        try {
            marks.put(version);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cutWhoseRecordsAreTakenAwayIsVoidWhateverTheListenerMakesOfIt() throws Exception {
        for (boolean swallows : new boolean[] {true, false}) {
            router.kernel.put(ifd(1), ifd(2), Router.ifl(1));
            router.ifd.patience = 1;
            add(cut -> takeWhatThereIs(cut, swallows), Map.of("rtsock.types", new String[] {"ifd", "ifl"}));
            String mark = "MARK " + router.kernel.version + " snapshot";
            expect("ADD eth1", "lost", "RESET ifl", "RESET ifd", "ADD eth1", "ADD eth2", "ADD eth1.0", mark);
            whiteboard.remove("key");
        }
        assertEquals(2, router.domain.read().get("stale"));
        assertEquals(0L, counters.listenerFailures.sum());
    }

    private void takeWhatThereIs(Cut cut, boolean swallows) {
        try {
            listener.receive(cut);
        } catch (RoutingException e) {
            router.ifd.patience = Integer.MAX_VALUE;
            heard.add("lost");
            if (!swallows) {
                throw e;
            }
        }
    }

    @Test
    void afterRemoveReturnsTheListenerIsNotCalled() throws Exception {
        for (int round = 0; round < 50; round++) {
            AtomicInteger after = new AtomicInteger();
            AtomicBoolean removed = new AtomicBoolean();
            add(cut -> after.addAndGet(removed.get() ? 1 : 0), IFD);
            Thread writer = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 20; i++) {
                    router.kernel.put(ifd(1 + i % 3));
                }
            });
            whiteboard.remove("key");
            removed.set(true);
            writer.join();
            assertEquals(0, after.get());
        }
    }

    @Test
    void listenerMayTakeItselfOff() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        add(
                cut -> {
                    whiteboard.remove("key");
                    left.countDown();
                },
                IFD);
        assertTrue(left.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(), router.domain.sockets());
        while (held.get() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void serviceThatCannotBeHadIsLeftOut() throws Exception {
        add(null, IFD);
        while (!router.domain.sockets().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Objects implements ComponentServiceObjects<RoutingListener> {
        private final @Nullable RoutingListener service;

        Objects(@Nullable RoutingListener service) {
            this.service = service;
        }

        @Override
        public @Nullable RoutingListener getService() {
            held.addAndGet(service == null ? 0 : 1);
            return service;
        }

        @Override
        public void ungetService(RoutingListener returned) {
            held.decrementAndGet();
        }

        @Override
        public ServiceReference<RoutingListener> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }
}
