// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.ifd;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.RoutingException;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.protosw.Lamp.LampReporter;

/// Listener services that are kept off the lists, why, and how they come back.
@Timeout(20)
class ParkedListenerTest {
    private static final Map<String, Object> IFD = Map.of("rtsock.types", "ifd", "component.name", "daemon");
    private static final Duration LONG = Duration.ofMinutes(1);
    /// A call that takes longer is slow: more than a busy machine needs for one that is not.
    private static final Duration SLOW = Duration.ofMillis(300);
    private static final Duration SHORT = Duration.ofMillis(40);

    private final Router router = new Router();
    private final SwitchCounters counters = new SwitchCounters();
    private final Logged logged = new Logged();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger instances = new AtomicInteger();
    private Whiteboard whiteboard = board(new ListenerLimits(LONG, 3, LONG));

    private Whiteboard board(ListenerLimits limits) {
        return new Whiteboard(router.domain, counters, limits);
    }

    @AfterEach
    void close() {
        whiteboard.close();
        logged.close();
        assertEquals(List.of(), router.domain.sockets());
    }

    private void add(RoutingListener listener) {
        whiteboard.add("key", new Prototype(listener), IFD);
    }

    private void hear(Cut cut) {
        cut.forEach(message -> heard.add(Router.text(message)));
    }

    private void expect(String... messages) throws InterruptedException {
        for (String message : messages) {
            assertEquals(message, heard.poll(10, TimeUnit.SECONDS));
        }
    }

    private SocketInfo info() {
        return router.domain.sockets().getFirst();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    private void awaitState(String state) throws InterruptedException {
        await(() -> info().state().equals(state));
    }

    @Test
    void listenerThatDoesNotReturnIsParkedAndHoldsNoPlace() throws Exception {
        whiteboard = board(new ListenerLimits(SLOW, 3, LONG));
        Semaphore go = new Semaphore(0);
        router.kernel.put(ifd(1), ifd(2));
        add(cut -> {
            hear(cut);
            go.acquireUninterruptibly();
        });
        expect("ADD eth1", "ADD eth2", "MARK 1 snapshot");
        awaitState("parked: daemon has been in receive for more than 300 ms");
        await(router.ifd.listeners::isEmpty);
        assertEquals(List.of(), info().types());
        assertEquals(1, info().lag());
        router.kernel.delete(ifd(1).key());
        go.release(2);
        expect("RESET ifd", "ADD eth2", "MARK 2 snapshot");
        assertEquals(1, logged.at(Level.WARN).size());
        assertTrue(logged.at(Level.WARN).getFirst().startsWith("listener daemon is parked until it returns: it has been in receive for "));
        assertTrue(logged.at(Level.INFO).getFirst().startsWith("listener daemon has returned after "));
        assertEquals(1, counters.parked.sum());
        awaitState("listening");
        go.release(1000);
        router.kernel.put(ifd(3));
        expect("ADD eth3", "MARK 3");
    }

    @Test
    void listenerThatIsParkedInTheMiddleOfACutHearsThatItIsVoid() throws Exception {
        whiteboard = board(new ListenerLimits(SLOW, 3, LONG));
        CountDownLatch go = new CountDownLatch(1);
        router.kernel.put(ifd(1), ifd(2));
        add(cut -> hearSlowly(cut, go));
        expect("ADD eth1");
        await(router.ifd.listeners::isEmpty);
        go.countDown();
        expect("ESTALE", "RESET ifd");
        expect("ADD eth1", "ADD eth2", "MARK 1 snapshot");
        assertEquals(0, counters.listenerFailures.sum());
        assertEquals(0L, router.domain.read().get("stale"));
    }

    @Test
    void limitOfZeroParksNobody() throws Exception {
        whiteboard = board(new ListenerLimits(Duration.ZERO, 0, LONG));
        add(cut -> {
            hear(cut);
            throw new IllegalStateException("a fault");
        });
        expect("MARK 0 snapshot");
        for (int i = 1; i <= 120; i++) {
            router.kernel.put(ifd(i));
            expect("ADD eth" + i, "MARK " + i);
        }
        await(() -> counters.listenerFailures.sum() == 121);
        assertEquals("listening", info().state());
        // The first, the tenth and the hundredth of a row.
        await(() -> logged.at(Level.ERROR).size() == 3);
        assertEquals(1, logged.traces());
    }

    @Test
    void listenerThatThrowsEachTimeIsParkedUntilItsPropertiesChange() throws Exception {
        AtomicInteger faults = new AtomicInteger(3);
        add(cut -> {
            hear(cut);
            if (faults.getAndDecrement() > 0) {
                throw new IllegalStateException("a fault");
            }
        });
        expect("MARK 0 snapshot");
        router.kernel.put(ifd(1));
        expect("ADD eth1", "MARK 1");
        router.kernel.put(ifd(2));
        expect("ADD eth2", "MARK 2");
        awaitState("parked: daemon has failed 3 times in a row");
        await(router.ifd.listeners::isEmpty);
        router.kernel.delete(ifd(1).key());
        assertNull(heard.poll());
        assertEquals(2, logged.at(Level.ERROR).size());
        assertEquals(
                "listener daemon is parked until its properties change or it is registered anew: it has failed 3 times in a row, at last "
                        + "at the cut to version 2: java.lang.IllegalStateException: a fault",
                logged.at(Level.ERROR).getLast());
        assertEquals(1, logged.traces());
        whiteboard.update("key", Map.of("rtsock.types", "ifd", "component.name", "daemon", "more", 1));
        expect("RESET ifd", "ADD eth2", "MARK 3 snapshot");
        assertEquals("listening", info().state());
    }

    @Test
    void successEndsARowOfFailures() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        add(cut -> {
            hear(cut);
            if (calls.incrementAndGet() % 3 != 0) {
                throw new IllegalStateException("a fault");
            }
        });
        expect("MARK 0 snapshot");
        for (int i = 1; i <= 11; i++) {
            router.kernel.put(ifd(i));
            expect("ADD eth" + i, "MARK " + i);
        }
        await(() -> counters.listenerFailures.sum() == 8);
        assertEquals("listening", info().state());
        await(() -> logged.at(Level.INFO).size() == 4);
        assertEquals("listener daemon is well again after 2 failures in a row", logged.at(Level.INFO).getFirst());
    }

    @Test
    void propertiesThatDoNotFitParkUntilTheyFitAgain() throws Exception {
        router.kernel.put(ifd(1), ifd(2));
        add(this::hear);
        expect("ADD eth1", "ADD eth2", "MARK 1 snapshot");
        whiteboard.update("key", Map.of("rtsock.types", "ifd", "rtsock.family", "ipx"));
        assertEquals("parked: daemon: rtsock.family 'ipx' is neither inet nor inet6", info().state());
        assertEquals(List.of(), router.ifd.listeners);
        router.kernel.delete(ifd(1).key());
        whiteboard.update("key", IFD);
        expect("RESET ifd", "ADD eth2", "MARK 2 snapshot");
        assertEquals(
                List.of("listener daemon is parked until its properties fit: rtsock.family 'ipx' is neither inet nor inet6"),
                logged.at(Level.WARN));
        assertEquals(List.of("listener daemon is back with other properties, and starts over"), logged.at(Level.INFO));
    }

    @Test
    void propertiesThatNeverFitAreShown() {
        whiteboard.add("key", new Prototype(this::hear), Map.of("rtsock.flags", "all", "component.name", "daemon"));
        assertEquals("parked: daemon: rtsock.flags 'all' is not an Integer", info().state());
        assertEquals(0, instances.get());
    }

    @Test
    void propertiesThatChangeWhileTheListenerIsSlowCountWhenItReturns() throws Exception {
        whiteboard = board(new ListenerLimits(SLOW, 3, LONG));
        Semaphore go = new Semaphore(0);
        router.kernel.put(ifd(1), Router.ifl(1));
        add(cut -> {
            hear(cut);
            go.acquireUninterruptibly();
        });
        expect("ADD eth1", "MARK 1 snapshot");
        await(() -> info().state().startsWith("parked"));
        whiteboard.update("key", Map.of("rtsock.types", "ifl"));
        assertTrue(info().state().startsWith("parked: daemon has been in receive"), info().state());
        go.release(1000);
        expect("ADD eth1.0", "MARK 1 snapshot");
        assertEquals(List.of("ifl"), info().types());
    }

    @Test
    void reporterThatComesMeanwhileIsThereWhenTheListenerIsBack() throws Exception {
        whiteboard.add("key", new Prototype(this::hear), Map.of("rtsock.types", new String[] {"ifd", "ifa"}));
        expect("MARK 0 snapshot");
        router.kernel.put(ifd(1), Router.ifa(1, "192.0.2.1"));
        expect("ADD eth1", "MARK 1");
        whiteboard.update("key", Map.of("rtsock.types", "IFD"));
        router.start(router.ifa);
        router.stop(router.ifd);
        router.start(router.ifd.successor());
        whiteboard.update("key", Map.of("rtsock.types", new String[] {"ifd", "ifa"}));
        expect("RESET ifd", "ADD eth1", "ADD 192.0.2.1", "MARK 1 snapshot");
    }

    @Test
    void leavingWaitsForTheCallUnderWayButNotForEver() throws Exception {
        whiteboard = board(new ListenerLimits(Duration.ZERO, 0, SHORT));
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        add(_ -> {
            called.countDown();
            awaitStubbornly(go);
        });
        called.await();
        whiteboard.remove("key");
        assertEquals(List.of(), router.domain.sockets());
        assertEquals(List.of("listener daemon has not returned from receive for 40 ms; it is left behind"), logged.at(Level.WARN));
        go.countDown();
        await(() -> instances.get() == 0);
    }

    @Test
    void leavingInterruptsACallThatWaits() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        add(_ -> {
            called.countDown();
            awaitQuietly(new CountDownLatch(1));
            heard.add("interrupted " + Thread.currentThread().isInterrupted());
        });
        called.await();
        whiteboard.remove("key");
        assertEquals("interrupted true", heard.poll());
        assertEquals(0, instances.get());
        assertEquals(List.of(), logged.at(Level.WARN));
    }

    @Test
    void eachRegistrationHasAnInstanceOfItsOwnAndGivesItBack() throws Exception {
        add(this::hear);
        whiteboard.add("other", new Prototype(this::hear), IFD);
        expect("MARK 0 snapshot", "MARK 0 snapshot");
        assertEquals(2, instances.get());
        whiteboard.remove("other");
        assertEquals(1, instances.get());
    }

    /// On a journal as it is: what is left in the block that the walk is in may be read, and no more.
    @Test
    void parkedListenerHoldsNoRecordsOfAJournal() throws Exception {
        TranscriptRouter real = new TranscriptRouter(true);
        whiteboard = new Whiteboard(real.domain, counters, new ListenerLimits(SLOW, 3, LONG));
        LampReporter lamps = LampReporter.of(real.kernel, Lamp.TYPE);
        real.domain.addReporter(lamps);
        real.kernel.commit(TranscriptRouter.DRIVER, tx -> List.of(Lamp.of("one", 1), Lamp.of("two", 2)).forEach(tx::put));
        CountDownLatch go = new CountDownLatch(1);
        whiteboard.add("key", new Prototype(cut -> hearSlowly(cut, go)), Map.of("rtsock.types", "lamp"));
        expect("ADD lamp one");
        await(() -> Long.valueOf(0).equals(lamps.read().get("listeners")));
        go.countDown();
        expect("ADD lamp two", "ESTALE", "RESET lamp", "ADD lamp one", "ADD lamp two", "MARK 1 snapshot");
        assertEquals(0, counters.listenerFailures.sum());
    }

    private void hearSlowly(Cut cut, CountDownLatch go) {
        try {
            cut.forEach(message -> {
                heard.add(Router.text(message));
                awaitQuietly(go);
            });
        } catch (RoutingException e) {
            heard.add(e.errno().name());
            throw e;
        }
    }

    @Test
    void nobodyWatchesAfterTheSwitchIsClosed() {
        Set<Thread> before = watches();
        add(this::hear);
        assertEquals(before.size() + 1, watches().size());
        whiteboard.close();
        assertEquals(before, watches());
        add(this::hear);
        assertEquals(before, watches());
        whiteboard.remove("key");
    }

    private static Set<Thread> watches() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("rtsock-listener-watch"))
                .collect(Collectors.toSet());
    }

    @Test
    void limitsBelowZeroAreRefused() {
        assertEquals(
                "listenerLimitSeconds -1 is less than 0",
                assertThrows(RoutingException.class, () -> ListenerLimits.of(-1, 1)).getMessage());
        assertEquals(
                "listenerFailures -2 is less than 0",
                assertThrows(RoutingException.class, () -> ListenerLimits.of(1, -2)).getMessage());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As a daemon does that swallows interrupts.
    private static void awaitStubbornly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.interrupted();
            awaitQuietly(latch);
        }
    }

    /// Of scope prototype: a new object each time, which must come back.
    private final class Prototype implements ComponentServiceObjects<RoutingListener> {
        private final RoutingListener behaviour;

        Prototype(RoutingListener behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public RoutingListener getService() {
            instances.incrementAndGet();
            return behaviour::receive;
        }

        @Override
        public void ungetService(RoutingListener returned) {
            instances.decrementAndGet();
        }

        @Override
        public ServiceReference<RoutingListener> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }
}
