// SPDX-License-Identifier: Apache-2.0
package org.example.client;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Filter;
import org.rtsock.client.DefaultSocket;
import org.rtsock.client.Endpoint;
import org.rtsock.client.replica.Backoff;
import org.rtsock.client.replica.ReplicaCut;
import org.rtsock.client.replica.ReplicaState;
import org.rtsock.client.replica.RoutingReplica;

/// Tells which way a packet to an address takes, and when that changes: `BestRoute ADDRESS`. It outlives the appliance: when that comes
/// back, it goes on.
public final class BestRoute {
    private final IpAddress address;

    BestRoute(IpAddress address) {
        this.address = address;
    }

    /// Runs until it is interrupted.
    public static void main(String[] words) throws InterruptedException {
        if (words.length != 1) {
            System.err.println("usage: BestRoute ADDRESS");
            System.exit(2);
        }
        BestRoute best = new BestRoute(IpAddress.parse(words[0]));
        // Of the main table and the family of the address: the appliance sends nothing else.
        Filter filter = Filter.of(RtTable.MAIN, best.address.family(), null);
        AsyncMode mode = new AsyncMode(0, Set.of("route"), filter, null);
        try (RoutingReplica replica = RoutingReplica.open(Endpoint.unix(DefaultSocket.path()), mode, Backoff.DEFAULT, best::changed)) {
            replica.onStatus(status -> System.err.println(status.phase() + (status.why() == null ? "" : ": " + status.why().getMessage())));
            new CountDownLatch(1).await();
        }
    }

    private void changed(ReplicaCut cut) {
        if (differs(cut)) {
            System.out.println(describe(cut.after()));
        }
    }

    boolean differs(ReplicaCut cut) {
        return cut.before().epoch() == 0 || !Objects.equals(route(cut.before()), route(cut.after()));
    }

    String describe(ReplicaState state) {
        Route route = route(state);
        return address + " -> " + (route == null ? "nowhere" : route.key().prefix() + " " + route.kind() + " " + route.nexthops());
    }

    private Route route(ReplicaState state) {
        return state.longestMatch(RtTable.MAIN, address);
    }
}
