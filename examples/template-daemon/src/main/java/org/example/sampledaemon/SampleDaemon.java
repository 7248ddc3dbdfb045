// SPDX-License-Identifier: Apache-2.0
package org.example.sampledaemon;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.daemon.FilterBy;
import org.rtsock.api.daemon.ListensTo;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.Cut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// CHANGE: what your daemon does; here it counts routes, and warns when there are more than a limit.
///
/// CHANGE: the types that it listens to, by their words, a plug-in's among them; and its filters, which may all be left out. A
/// configuration that has the same properties (`rtsock.types`, `rtsock.table`...) takes their place at run time.
@Component(configurationPid = "org.example.sampledaemon", service = {RoutingListener.class, StatisticsSource.class})
@Designate(ocd = SampleDaemon.Config.class)
@ListensTo(types = "route")
@FilterBy.Table(254)
public final class SampleDaemon implements RoutingListener, StatisticsSource {
    /// CHANGE: what may be configured beside the properties of every listener.
    @ObjectClassDefinition(name = "Sample daemon")
    @interface Config {
        @AttributeDefinition(description = "More routes than this are told in the log, 0 or more")
        int limit() default 1_000_000;
    }

    private static final Logger LOG = LoggerFactory.getLogger(SampleDaemon.class);

    /// CHANGE: what it knows. Of the thread that calls [#receive], so it needs no lock.
    private final Set<RoutingKey> held = new HashSet<>();
    /// How many there were at the last mark, for other threads. Written by the thread that calls [#receive].
    private volatile int count;
    private volatile int limit;

    /// @throws RoutingException EINVAL naming what does not fit; the daemon does not start then
    @Activate
    public SampleDaemon(Config config) {
        limit = checked(config.limit());
    }

    /// The daemon stays the same object when its configuration changes, with what it knows: if filters changed it hears the difference.
    /// A limit that does not fit changes nothing and is logged.
    @Modified
    void modified(Config config) {
        limit = checked(config.limit());
    }

    /// Three rules keep it right whatever happens: ADD and CHANGE replace, DELETE removes, RESET forgets all of a type. It acts at the mark
    /// only: what comes before is on the way from one state to the next.
    @Override
    public void receive(Cut cut) {
        for (RoutingMessage message : cut) {
            switch (message) {
                case RoutingMessage.Event event when event.operation() == Operation.DELETE -> held.remove(event.object().key());
                case RoutingMessage.Event event -> held.add(event.object().key());
                case RoutingMessage.Reset reset -> held.removeIf(key -> key.type().equals(reset.type()));
                case RoutingMessage.Mark _ -> act();
            }
        }
    }

    /// CHANGE: what follows from a new state. It may take its time: what comes meanwhile is given as one cut, and nobody else waits.
    private void act() {
        int before = count;
        count = held.size();
        if (count > limit && before <= limit) {
            LOG.warn("{} routes, more than {}", count, limit);
        }
    }

    /// CHANGE or leave out, here and among the services above: the counters of `rtsock show stats`.
    @Override
    public Map<String, Long> read() {
        return Map.of("routes", (long) count);
    }

    @Override
    public String name() {
        return "sample";
    }

    private static int checked(int limit) {
        if (limit < 0) {
            throw new RoutingException(Errno.EINVAL, "limit " + limit + " is less than 0");
        }
        return limit;
    }
}
