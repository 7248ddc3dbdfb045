// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.kernel.Kernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mirrors a network namespace of this Linux host into the kernel core.
///
/// What it mirrored stays in the kernel core when it goes, and is brought up to date when it comes back. Activation waits for the first
/// dump, so that what is started after it begins with a whole snapshot; nothing depends on that order. Mirrors of other bundles come after
/// it, each with a dump of its own.
@Component(immediate = true, service = StatisticsSource.class, configurationPid = "org.rtsock.driver.netlink")
@Designate(ocd = NetlinkDriver.Config.class)
public final class NetlinkDriver implements StatisticsSource {
    @ObjectClassDefinition(name = "Netlink driver")
    @interface Config {
        @AttributeDefinition(description = "Network namespace: a name of `ip netns` or a path; empty for the process's own")
        String namespace() default "";

        @AttributeDefinition(description = "Receive buffer for events, bytes; an overrun costs a dump of everything")
        int receiveBuffer() default 8 << 20;

        @AttributeDefinition(description = "Least time between two dumps after overruns, milliseconds")
        int resyncInterval() default 500;
    }

    private static final Logger LOG = LoggerFactory.getLogger(NetlinkDriver.class);
    private static final int REOPEN_MILLIS = 1_000;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration SYNC_PATIENCE = Duration.ofSeconds(10);

    private final Kernel kernel;
    private final NetworkNamespace namespace;
    private final int receiveBuffer;
    private final int resyncInterval;
    private final long origin = System.nanoTime();
    private final Counters counters = new Counters();
    private final Signal stop;
    private final MirrorWhiteboard whiteboard;
    private final HostMirrors mirrors;
    /// Open until the kernel core holds what the first dump found, or the first session has failed.
    private final CountDownLatch firstDump = new CountDownLatch(1);
    private final Thread thread;

    @Activate
    public NetlinkDriver(@Reference Kernel kernel, Config config) {
        this(kernel, config.namespace(), config.receiveBuffer(), config.resyncInterval());
    }

    /// @throws RoutingException what the host says to the sockets
    NetlinkDriver(Kernel kernel, String namespace, int receiveBuffer, int resyncInterval) {
        this.kernel = kernel;
        this.namespace = new NetworkNamespace(namespace);
        this.receiveBuffer = receiveBuffer;
        this.resyncInterval = resyncInterval;
        this.stop = new Signal();
        this.whiteboard = new MirrorWhiteboard(stop);
        this.mirrors = new HostMirrors(whiteboard, kernel, counters);
        HostSockets sockets;
        try {
            sockets = open();
        } catch (RoutingException e) {
            stop.close();
            throw e;
        }
        thread = Thread.ofPlatform().daemon().name("rtsock-netlink").start(() -> run(sockets));
        awaitFirstDump();
    }

    private void awaitFirstDump() {
        try {
            if (!firstDump.await(SYNC_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The first dump takes longer than {}; going on without it", SYNC_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Deactivate
    void close() {
        stop.raise();
        try {
            if (thread.join(STOP_PATIENCE)) {
                stop.close();
            } else {
                LOG.error("Thread {} has not ended within {}", thread.getName(), STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addMirror(HostMirror mirror) {
        whiteboard.add(mirror);
    }

    void removeMirror(HostMirror mirror) {
        whiteboard.remove(mirror);
    }

    @Override
    public String name() {
        return "netlink";
    }

    @Override
    public Map<String, Long> read() {
        return counters.read();
    }

    private HostSockets open() {
        return namespace.call(() -> HostSockets.open(receiveBuffer, mirrors, counters, stop));
    }

    private void run(HostSockets first) {
        try {
            serve(first);
            firstDump.countDown();
            while (!stop.raised()) {
                counters.restarts.increment();
                stop.pause(REOPEN_MILLIS);
                reopen();
            }
        } finally {
            whiteboard.close();
        }
    }

    private void reopen() {
        if (stop.raised()) {
            return;
        }
        mirrors.update(); // who goes does not wait for the host
        try {
            serve(open());
        } catch (RoutingException e) {
            LOG.warn("The host's routing sockets cannot be opened: {}", e.toString());
        }
    }

    /// Serves until told to stop, or until the sockets or the kernel core fail: what was missed then is found by the dump of the next
    /// session.
    private void serve(HostSockets sockets) {
        try (sockets) {
            ResyncPlan plan = new ResyncPlan(() -> System.nanoTime() - origin, resyncInterval);
            TableNames names = TableNames.read(Path.of("/usr/share/iproute2"), Path.of("/etc/iproute2"));
            new Session(kernel, sockets, stop, counters, plan, mirrors, names).run(firstDump::countDown);
        } catch (RuntimeException e) {
            if (!stop.raised()) {
                LOG.error("Mirroring the host was interrupted and starts anew", e);
            }
        }
    }
}
