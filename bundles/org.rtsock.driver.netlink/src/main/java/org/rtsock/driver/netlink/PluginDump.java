// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// What another bundle's mirror read in the answers to all that it asks for, and how the kernel core gets there: mark and sweep, as in
/// [Reconciliation]. Belongs to the driver's thread.
final class PluginDump {
    private final PluginMirror mirror;
    private final Map<RoutingKey, RoutingObject> wanted = new LinkedHashMap<>();
    private boolean undisturbed = true;

    private PluginDump(PluginMirror mirror) {
        this.mirror = mirror;
    }

    /// Asks the host. A mirror whose question the host refuses has failed.
    static PluginDump read(PluginMirror mirror, DumpReader host) {
        PluginDump dump = new PluginDump(mirror);
        for (HostMirror.Dump question : mirror.dumps()) {
            if (mirror.failed()) {
                break;
            }
            List<HostMirror.Sighting> found = new ArrayList<>();
            DumpReader.Answer answer = host.read(question, mirror, found);
            if (answer.refusal() != null) {
                mirror.fail(answer.refusal());
            }
            dump.undisturbed &= answer.whole();
            mirror.guarded(() -> found.forEach(dump::mark));
        }
        return dump;
    }

    private void mark(HostMirror.Sighting sighting) {
        if (sighting.gone()) {
            wanted.remove(sighting.object().key());
        } else {
            wanted.put(sighting.object().key(), sighting.object());
        }
    }

    /// Takes in what was heard while the dump was read.
    ///
    /// @param lost whether the host dropped events
    void heard(List<HostEvent> events, boolean lost) {
        boolean touched = events.stream().anyMatch(event -> event instanceof HostEvent.Sighted seen && seen.mirror() == mirror);
        undisturbed &= !touched && !lost;
    }

    /// Removes what the host does not have, adds and changes what it has. A mirror that failed meanwhile cannot tell.
    void apply(Transaction tx) {
        if (mirror.trust().in(undisturbed)) {
            mirror.guarded(() -> sweep(tx));
        }
        RoutingException first = null;
        for (RoutingObject object : wanted.values()) {
            RoutingException refusal = mirror.guarded(() -> tx.put(object));
            first = first == null ? refusal : first;
        }
        mirror.warn(first);
    }

    private void sweep(Transaction tx) {
        for (RoutingKey key : tx.owned(mirror.type())) {
            if (!wanted.containsKey(key)) {
                tx.remove(key);
            }
        }
    }

    /// The commit is done.
    ///
    /// @return whether another dump is owed
    boolean end() {
        mirror.trust().dumped(undisturbed);
        if (!undisturbed) {
            mirror.stale();
        }
        return !undisturbed && !mirror.failed();
    }
}
