// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mirrors of other bundles, for as long as the driver runs. Belongs to the driver's thread.
final class HostMirrors {
    private static final Logger LOG = LoggerFactory.getLogger(HostMirrors.class);

    private final MirrorWhiteboard whiteboard;
    private final Kernel kernel;
    private final Counters counters;
    /// Those that work or have failed, at most one a type, parents first.
    private final List<PluginMirror> mirrors = new ArrayList<>();
    /// Those that another keeps from their type, or that cannot tell it.
    private final List<HostMirror> refused = new ArrayList<>();
    /// Who works may have changed since the groups were joined.
    private boolean unsettled;

    HostMirrors(MirrorWhiteboard whiteboard, Kernel kernel, Counters counters) {
        this.whiteboard = whiteboard;
        this.kernel = kernel;
        this.counters = counters;
    }

    /// Takes over who came and who went: deletes what those have left who went.
    ///
    /// @return whether any came
    boolean update() {
        List<PluginMirror> known = List.copyOf(mirrors);
        whiteboard.takeOver(present -> {
            part(present);
            present.forEach(this::meet);
            mirrors.sort((a, b) -> a.type().compareTo(b.type()));
            unsettled = true;
        });
        return !known.containsAll(mirrors);
    }

    private void part(List<HostMirror> present) {
        refused.removeIf(service -> !isAmong(present, service));
        List<PluginMirror> gone = mirrors.stream().filter(mirror -> !isAmong(present, mirror.service())).toList();
        if (!gone.isEmpty()) {
            counters.commits.increment();
            kernel.commit(Session.CAUSE, tx -> gone.reversed().forEach(mirror -> mirror.clear(tx)));
            mirrors.removeAll(gone);
        }
    }

    /// A type has one mirror. A second one is refused, and takes its place when the first one goes.
    private void meet(HostMirror service) {
        if (mirrors.stream().anyMatch(mirror -> mirror.service() == service)) {
            return;
        }
        MessageType type;
        try {
            type = service.type();
        } catch (RuntimeException | LinkageError e) {
            refuse(service, "it cannot tell its type", e);
            return;
        }
        if (mirrors.stream().anyMatch(mirror -> mirror.type().number() == type.number())) {
            refuse(service, "message type " + type.number() + " (" + type.word() + ") has a mirror already", null);
            return;
        }
        refused.removeIf(waiting -> waiting == service);
        mirrors.add(new PluginMirror(service, type, counters, () -> unsettled = true));
    }

    private void refuse(HostMirror service, String why, @Nullable Throwable cause) {
        if (!isAmong(refused, service)) {
            refused.add(service);
            counters.mirrorFailures.increment();
            LOG.error("The mirror {} is refused: {}", service.getClass().getName(), why, cause);
        }
    }

    private static boolean isAmong(List<HostMirror> services, HostMirror service) {
        return services.stream().anyMatch(other -> other == service);
    }

    /// A session begins: nothing is known to be right, and its sockets are members of the driver's own groups only.
    void begin() {
        stale();
        unsettled = true;
    }

    /// Makes the socket a member of the groups that are wanted, and of no others. A mirror whose groups the host refuses has failed.
    void subscribe(EventQueue events) {
        if (!unsettled) {
            return;
        }
        Set<Integer> wanted = new HashSet<>();
        for (PluginMirror mirror : mirrors) {
            try {
                events.join(mirror.groups());
            } catch (RoutingException e) {
                mirror.fail(e);
            }
            wanted.addAll(mirror.groups());
        }
        events.leaveAllBut(wanted);
        unsettled = false;
    }

    /// Shows an event to all of them.
    void read(NetlinkMessages message, List<HostEvent> events) {
        if (message.type() < Rtnetlink.NLMSG_MIN_TYPE) {
            return;
        }
        for (int i = 0; i < mirrors.size(); i++) { // no iterator for each message
            PluginMirror mirror = mirrors.get(i);
            HostMirror.Sighting sighting = mirror.read(message);
            if (sighting != null) {
                events.add(new HostEvent.Sighted(mirror, sighting));
            }
        }
    }

    /// Events were lost.
    void stale() {
        mirrors.forEach(PluginMirror::stale);
    }

    /// Parents of what was refused for want of them may have come.
    ///
    /// @return whether a dump is owed
    boolean retry() {
        boolean owed = false;
        for (PluginMirror mirror : mirrors) {
            owed |= mirror.retry();
        }
        return owed;
    }

    /// Dumps what is owed, parents first.
    List<PluginDump> dump(DumpReader host) {
        return mirrors.stream().filter(PluginMirror::begin).map(mirror -> PluginDump.read(mirror, host)).toList();
    }
}
