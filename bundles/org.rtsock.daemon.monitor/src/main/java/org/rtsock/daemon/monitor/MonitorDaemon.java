// SPDX-License-Identifier: Apache-2.0
package org.rtsock.daemon.monitor;

import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.Cut;
import org.slf4j.LoggerFactory;

/// Logs the snapshot, a line that says it is complete, then the changes.
@Component(configurationPid = MonitorDaemon.PID)
@Designate(ocd = MonitorDaemon.Config.class)
public final class MonitorDaemon implements RoutingListener {
    /// Also the name of the log, so that a logging configuration can give these lines a place of their own.
    static final String PID = "org.rtsock.daemon.monitor";

    @ObjectClassDefinition(name = "Monitor daemon")
    @interface Config {
        @AttributeDefinition(description = "Words of the message types to listen to")
        String[] rtsock_types() default {"ifd", "ifl", "iff", "ifa", "rttable", "route"};
    }

    private final Consumer<String> lines;
    /// Owned by the thread that calls [#receive].
    private long objects;

    /// @param config read by the switch, as properties of this service
    @Activate
    public MonitorDaemon(Config config) {
        this(LoggerFactory.getLogger(PID)::info);
    }

    MonitorDaemon(Consumer<String> lines) {
        this.lines = lines;
    }

    /// Keeps the instance and its place on the lists: new properties of the service are the switch's business.
    @Modified
    void modified() {}

    @Override
    public void receive(Cut cut) {
        objects = 0;
        for (RoutingMessage message : cut) {
            lines.accept(line(message, cut.snapshot()));
        }
    }

    private String line(RoutingMessage message, boolean snapshot) {
        return switch (message) {
            case RoutingMessage.Event event -> {
                objects++;
                String what = head(event.operation().name(), event.type().word()) + ObjectLine.of(event.object());
                // In a snapshot the origin would stand on each line and say little.
                yield snapshot ? what : what + " (" + ObjectLine.cause(event.cause()) + ")";
            }
            case RoutingMessage.Reset reset -> head("RESET", reset.type().word()) + "forget all, what follows is all there is";
            case RoutingMessage.Mark mark -> mark.snapshot()
                    ? "-- snapshot complete: version " + mark.version() + ", " + objects + " objects --"
                    : "-- version " + mark.version() + " --";
        };
    }

    private static String head(String operation, String word) {
        return padded(operation, 6) + " " + padded(word, 7) + " ";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
