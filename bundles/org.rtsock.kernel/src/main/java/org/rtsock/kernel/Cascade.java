// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// What follows from a change: children go with their parent, next hops with their interface, and names are kept true. Each object that
/// goes or changes is written for itself, so listeners need infer nothing.
final class Cascade {
    private final KernelState state;
    private final ObjectLog log;
    private final RouteCascade routes;

    Cascade(KernelState state, CommitLog log) {
        this.state = state;
        this.log = log.objects();
        this.routes = new RouteCascade(state.routes(), log.routes());
    }

    /// Deletes an object and all that cannot be without it, whoever owns that.
    void delete(RoutingKey key) {
        state.interfaces().children(key).forEach(this::delete);
        if (key instanceof Ifl.Key(int index)) {
            routes.withdraw(index);
        } else if (key instanceof RtTable.Key table) {
            routes.delete(table);
            statisticsOf(table).forEach(log::delete);
        }
        log.delete(key);
    }

    private List<RoutingKey> statisticsOf(RtTable.Key table) {
        List<RoutingKey> keys = new ArrayList<>();
        state.forEach(MessageType.RTSTATS, entry -> {
            if (entry.value().key() instanceof RtStats.Key key && key.table() == table.id() && key.family() == table.family()) {
                keys.add(key);
            }
        });
        return keys;
    }

    /// Writes an object; where an interface changes its name, also the routes that show it.
    void write(RoutingObject object, Owner owner) {
        switch (object) {
            case Ifd ifd -> {
                Ifd before = state.interfaces().ifd(ifd.index());
                log.write(ifd, owner);
                if (before != null && !before.name().equals(ifd.name())) {
                    state.interfaces().children(ifd.key()).forEach(this::rename);
                }
            }
            case Ifl ifl -> {
                String before = hostName(ifl.index());
                log.write(ifl, owner);
                if (before != null && !before.equals(hostName(ifl.index()))) {
                    rename(ifl.key());
                }
            }
            default -> log.write(object, owner);
        }
    }

    private void rename(RoutingKey key) {
        if (key instanceof Ifl.Key(int index) && hostName(index) instanceof String name) {
            routes.rename(index, name);
        }
    }

    private @Nullable String hostName(int index) {
        Ifl ifl = state.interfaces().ifl(index);
        return ifl == null ? null : state.interfaces().hostName(ifl);
    }
}
