// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingKey;

/// The operations of a transaction on routes, as numbers: who may do what, and what is stored. One for drivers and one for requests.
/// Guarded by the kernel's lock. One that throws may have begun to change things.
final class RouteOperations {
    private final RouteStore store;
    private final RouteRows rows;
    private final Owners owners;
    private final RouteLog log;
    private final RouteAdmission admission;

    RouteOperations(KernelState state, RouteLog log, boolean driver) {
        this.store = state.routes();
        this.rows = store.rows();
        this.owners = store.owners();
        this.log = log;
        this.admission = new RouteAdmission(state, driver);
    }

    /// @throws RoutingException EEXIST, or what [RouteAdmission] says
    void add(RouteRow route) {
        int row = store.find(route);
        if (store.isAlive(row)) {
            throw new RoutingException(
                    Errno.EEXIST, route.key().text() + " exists, put by " + owners.at(rows.owner(row)));
        }
        store(row, route);
    }

    /// @throws RoutingException ESRCH, EOPNOTSUPP, or what [RouteAdmission] says
    void change(RouteRow route) {
        int row = mine(existing(route), route);
        int attributes = admission.admit(route);
        if (attributes != rows.attributes(row)) {
            log.write(row, attributes, rows.owner(row));
        }
    }

    /// @throws RoutingException EOPNOTSUPP, or what [RouteAdmission] says
    void put(RouteRow route) {
        int row = store.find(route);
        if (!store.isAlive(row)) {
            store(row, route);
            return;
        }
        mine(row, route);
        int attributes = admission.admit(route);
        if (attributes == rows.attributes(row)) {
            log.assign(row, log.writer());
        } else {
            log.write(row, attributes, log.writer());
        }
    }

    private void store(int row, RouteRow route) {
        int attributes = admission.admit(route);
        if (row == RouteRows.NONE) {
            log.create(route, attributes);
        } else {
            log.write(row, attributes, log.writer());
        }
    }

    /// Deletes a route and fills in the attributes that it had.
    ///
    /// @throws RoutingException ESRCH or EOPNOTSUPP
    void delete(RouteRow route) {
        int row = mine(existing(route), route);
        route.attributes(store.attributes().at(rows.attributes(row)));
        log.delete(row);
    }

    /// Whether a route that is there is the writer's to delete.
    boolean mayDelete(RouteRow route) {
        return owners.admits(rows.owner(existing(route)), log.writer());
    }

    /// @return whether the route was there
    /// @throws RoutingException EOPNOTSUPP
    boolean remove(RouteRow route) {
        int row = store.find(route);
        if (!store.isAlive(row)) {
            return false;
        }
        log.delete(mine(row, route));
        return true;
    }

    /// @return whether the route is there; then its attributes are filled in
    boolean get(RouteRow route) {
        int row = store.find(route);
        boolean alive = store.isAlive(row);
        if (alive) {
            route.attributes(store.attributes().at(rows.attributes(row)));
        }
        return alive;
    }

    /// Adds the keys of the routes that the writer owns.
    void owned(List<RoutingKey> keys) {
        int writer = log.writer();
        store.forEach(row -> {
            if (rows.owner(row) == writer) {
                keys.add(store.route(row).key());
            }
        });
    }

    private int existing(RouteRow route) {
        int row = store.find(route);
        if (!store.isAlive(row)) {
            throw new RoutingException(Errno.ESRCH, route.key().text() + " does not exist");
        }
        return row;
    }

    private int mine(int row, RouteRow route) {
        int owner = rows.owner(row);
        if (!owners.admits(owner, log.writer())) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP, route.key().text() + " was put by " + owners.at(owner) + ", only it may change it");
        }
        return row;
    }
}
