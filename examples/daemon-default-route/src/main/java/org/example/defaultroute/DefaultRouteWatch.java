// SPDX-License-Identifier: Apache-2.0
package org.example.defaultroute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.daemon.FilterBy;
import org.rtsock.api.daemon.ListensTo;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.Cut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells, in the log and in a file, when the best default route leads elsewhere: before and after, by family.
@Component(configurationPid = "org.example.defaultroute")
@Designate(ocd = DefaultRouteWatch.Config.class)
@ListensTo(types = "route")
@FilterBy.Table(254)
public final class DefaultRouteWatch implements RoutingListener {
    /// What may be configured beside the properties of every listener.
    @ObjectClassDefinition(name = "Default route watch")
    @interface Config {
        @AttributeDefinition(description = "File to which each change is added as a line; empty for the log only")
        String file() default "";
    }

    private static final Logger LOG = LoggerFactory.getLogger(DefaultRouteWatch.class);

    /// Of the thread that calls [#receive].
    private final DefaultRoutes routes = new DefaultRoutes();
    private volatile String file;

    @Activate
    public DefaultRouteWatch(Config config) {
        file = config.file();
    }

    /// Stays the same object when its configuration changes, with what it knows: the switch tells it the difference.
    @Modified
    void modified(Config config) {
        file = config.file();
    }

    @Override
    public void receive(Cut cut) {
        for (RoutingMessage message : cut) {
            routes.hear(message).forEach(this::tell);
        }
    }

    private void tell(String change) {
        LOG.info("default route {}", change);
        if (!file.isEmpty()) {
            try {
                Files.writeString(Path.of(file), change + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                LOG.warn("file '{}' cannot be written: {}", file, e.toString());
            }
        }
    }
}
