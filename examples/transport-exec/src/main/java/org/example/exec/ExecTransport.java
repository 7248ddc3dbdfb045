// SPDX-License-Identifier: Apache-2.0
package org.example.exec;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a command as a daemon of the appliance. When it ends, it is started again after a pause.
@Component(immediate = true, configurationPid = "org.example.exec", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ExecTransport.Config.class)
public final class ExecTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ExecTransport.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @ObjectClassDefinition(name = "Transport to a child process")
    @interface Config {
        @AttributeDefinition(description = "The command, a line for /bin/sh")
        String command();

        @AttributeDefinition(description = "Protocol that it speaks, such as rts or pfroute")
        String protocol() default "rts";

        @AttributeDefinition(description = "Whether it may change routes")
        boolean mayWrite() default false;

        @AttributeDefinition(description = "Pause before it is started again, milliseconds")
        int pauseMillis() default 1000;
    }

    private final RoutingDomain domain;
    private final Config config;
    private final Thread supervisor;
    /// The present life. Guarded by this.
    private @Nullable ChildDaemon child;
    /// Guarded by this.
    private boolean closed;

    @Activate
    public ExecTransport(@Reference RoutingDomain domain, Config config) {
        if (config.command().isBlank()) {
            throw new IllegalArgumentException("command is empty");
        }
        if (config.pauseMillis() < 0) {
            throw new IllegalArgumentException("pauseMillis " + config.pauseMillis() + " is negative");
        }
        this.domain = domain;
        this.config = config;
        this.supervisor = Thread.ofVirtual().name("exec-supervisor").start(this::supervise);
    }

    private void supervise() {
        try {
            while (live()) {
                Thread.sleep(config.pauseMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("supervisor of '{}' ended", config.command());
        }
    }

    /// One life of the command, from start to end.
    ///
    /// @return whether there shall be another one
    private boolean live() throws InterruptedException {
        try {
            ChildDaemon started = start();
            if (started == null) {
                return false;
            }
            int status = started.await();
            if (!isClosed()) {
                LOG.warn("'{}' ended with status {}", config.command(), status);
            }
        } catch (IOException | RoutingException e) {
            LOG.warn("'{}' cannot be started: {}", config.command(), e.getMessage());
        }
        return true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized @Nullable ChildDaemon start() throws IOException {
        if (closed) {
            return null;
        }
        child = new ChildDaemon(domain, name(), config.protocol(), config.mayWrite(), config.command());
        return child;
    }

    @Deactivate
    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            if (child != null) {
                child.close();
            }
        }
        supervisor.interrupt();
        if (!supervisor.join(PATIENCE)) {
            LOG.warn("supervisor of '{}' has not ended within {}", config.command(), PATIENCE);
        }
    }

    @Override
    public String name() {
        return "exec";
    }

    @Override
    public String address() {
        return config.command();
    }
}
