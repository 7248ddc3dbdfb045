// SPDX-License-Identifier: Apache-2.0
package org.example.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.client.Endpoint;
import org.rtsock.client.replica.ReplicaCut;
import org.rtsock.client.replica.ReplicaState;
import org.rtsock.client.replica.RoutingReplica;

class BestRouteTest {
    @Test
    void thereIsNoWayBeforeThereIsAnAppliance() {
        try (RoutingReplica replica = RoutingReplica.open(Endpoint.unix(Path.of("target", "none")), AsyncMode.of(-1))) {
            ReplicaState nothing = replica.state();
            BestRoute best = new BestRoute(IpAddress.parse("192.0.2.1"));
            assertEquals("192.0.2.1 -> nowhere", best.describe(nothing));
            assertTrue(best.differs(new ReplicaCut(nothing, nothing, List.of())), "the first state is told in any case");
        }
    }
}
