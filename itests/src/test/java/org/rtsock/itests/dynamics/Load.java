// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.itests.promises.RandomCommits;
import org.rtsock.testkit.LabDriver;

/// A thread that commits until it is told to pause, the plug-in's objects as well while the plug-in is there.
final class Load {
    /// Not those of the host, which the netlink driver mirrors at the same time.
    static final int FIRST_PORT = 10_000;

    private static final int PORTS = 5;
    private static final long BREATH_NANOS = 50_000;

    private final Kernel kernel;
    private final BundleContext context;
    private final RandomCommits commits;
    private final Random random;
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    /// Held by the load while it commits, and by the suite while it wants quiet.
    private final Object turn = new Object();
    private volatile boolean closed;

    Load(Kernel kernel, BundleContext context, long seed) {
        this.kernel = kernel;
        this.context = context;
        this.random = new Random(seed);
        this.commits = new RandomCommits(kernel, random, FIRST_PORT);
        this.thread = Thread.ofPlatform().name("load").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                synchronized (turn) {
                    commits.commit();
                    sendBeacon();
                }
                done.incrementAndGet();
                LockSupport.parkNanos(BREATH_NANOS);
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void sendBeacon() throws InvalidSyntaxException {
        long number = random.nextLong() & 0x7fff_ffff_0fff_0000L | FIRST_PORT + 1 + random.nextInt(PORTS);
        for (ServiceReference<LongConsumer> reference : context.getServiceReferences(LongConsumer.class, "(beacon=true)")) {
            LongConsumer beacons = context.getService(reference);
            if (beacons != null) {
                try {
                    beacons.accept(number);
                } finally {
                    context.ungetService(reference);
                }
            }
        }
    }

    /// Runs something while nothing is committed here.
    void quietly(Action action) throws Exception {
        synchronized (turn) {
            action.run();
        }
        if (failure.get() != null) {
            throw new AssertionError("the load failed", failure.get());
        }
    }

    interface Action {
        void run() throws Exception;
    }

    long commits() {
        return done.get();
    }

    /// Stops, and takes out what it put in.
    void close() throws InterruptedException {
        closed = true;
        thread.join();
        new LabDriver(kernel, RandomCommits.DRIVER).close();
    }
}
