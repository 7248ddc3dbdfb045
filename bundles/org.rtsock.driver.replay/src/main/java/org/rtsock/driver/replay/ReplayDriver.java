// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.reporter.Reporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a recording in the kernel core, in place of a host. When it goes, so does all that it brought; when it is at the end of the
/// recording, or at a line that makes no sense, that stays.
@Component(immediate = true, service = StatisticsSource.class, configurationPid = "org.rtsock.driver.replay")
@Designate(ocd = ReplayDriver.Config.class)
public final class ReplayDriver implements StatisticsSource {
    @ObjectClassDefinition(name = "Replay driver")
    @interface Config {
        @AttributeDefinition(description = "The recording: a path, relative to the folder in which the appliance was started")
        String file() default "";

        @AttributeDefinition(description = "1 as recorded, 2 twice as fast and so on; 0 as fast as it goes")
        double speed() default 1;

        @AttributeDefinition(description = "How often; 0 again and again")
        int repeat() default 1;

        @AttributeDefinition(description = "How long to wait for the reporter of a type in the recording, milliseconds")
        int patience() default 30_000;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReplayDriver.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Counters counters = new Counters();
    private final ReportedTypes types = new ReportedTypes();
    private final Pace pace;
    private final ReplayedState state;
    private final Thread thread;

    @Activate
    public ReplayDriver(@Reference Kernel kernel, Config config) {
        this(kernel, config.file(), config.speed(), config.repeat(), config.patience());
    }

    /// @throws RoutingException EINVAL naming the key, ENOENT for a file that is not there
    ReplayDriver(Kernel kernel, String file, double speed, int repeat, int patienceMillis) {
        require(Double.isFinite(speed) && speed >= 0, "speed " + speed + " is not a number from 0 up");
        require(repeat >= 0, "repeat " + repeat + " is less than 0");
        require(patienceMillis >= 0, "patience " + patienceMillis + " is less than 0");
        Path recording = recording(file);
        pace = new Pace(speed);
        state = new ReplayedState(kernel, types);
        thread = Thread.ofPlatform()
                .daemon()
                .name("rtsock-replay")
                .start(new Playback(recording, repeat, pace, types, patienceMillis, state, counters));
    }

    private static Path recording(String file) {
        require(!file.isEmpty(), "file is empty; it has to name a recording");
        Path path = Path.of(file).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new RoutingException(Errno.ENOENT, "file '" + path + "' is not a file that can be read");
        }
        return path;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new RoutingException(Errno.EINVAL, message);
        }
    }

    @Deactivate
    void close() {
        pace.stop();
        types.close();
        try {
            if (!thread.join(STOP_PATIENCE)) {
                LOG.error("Thread {} has not ended within {}", thread.getName(), STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        state.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addReporter(Reporter reporter) {
        try {
            state.add(reporter);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Reporter {} does not tell its type, which cannot be replayed", reporter.getClass().getName(), e);
        }
    }

    void removeReporter(Reporter reporter) {
        state.remove(reporter);
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public Map<String, Long> read() {
        return counters.read();
    }
}
