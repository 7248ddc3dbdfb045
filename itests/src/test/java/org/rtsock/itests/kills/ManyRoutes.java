// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.util.List;
import java.util.stream.IntStream;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.client.BatchAnswer;
import org.rtsock.client.BatchWriter;
import org.rtsock.client.RoutingClient;

/// Routes that are added once and then changed as fast as the appliance takes it.
final class ManyRoutes {
    private static final long FIRST = 0x1400_0000L;
    private static final long FIRST_GATEWAY = 0xc000_020aL;
    private static final int LENGTH = 24;
    private static final int GATEWAYS = 7;

    private final RoutingClient client;
    private final int count;
    private final List<RouteAttributes> attributes = IntStream.range(0, GATEWAYS)
            .mapToObj(i -> Nexthop.via(new IpAddress(Family.INET, FIRST_GATEWAY + i << 32, 0), 2))
            .map(hop -> new RouteAttributes(RouteProtocol.STATIC, RouteType.UNICAST, List.of(hop), RouteState.STORED, null))
            .toList();
    private final RouteRow row = new RouteRow().table(RtTable.MAIN);
    private long written;

    ManyRoutes(RoutingClient client, int count) {
        this.client = client;
        this.count = count;
    }

    /// @return the version that has them all
    long add() throws Exception {
        return write(Operation.ADD, count);
    }

    /// @return the version of the last of them
    long change(long changes) throws Exception {
        return write(Operation.CHANGE, changes);
    }

    private long write(Operation operation, long items) throws Exception {
        try (BatchWriter batch = client.eachOnItsOwn(Level.STORED, ManyRoutes::refused)) {
            for (long i = 0; i < items; i++, written++) {
                long address = FIRST + (written % count << 8);
                RouteAttributes its = attributes.get((int) ((written + written / count) % GATEWAYS));
                batch.put(operation, row.prefix(Family.INET, address << 32, 0, LENGTH).attributes(its));
            }
            BatchAnswer answer = batch.commit().get();
            if (answer.carriedOut() != items) {
                throw new AssertionError("the appliance has carried out " + answer + ", not " + items);
            }
            return answer.version();
        }
    }

    private static void refused(Object refusal) {
        throw new AssertionError(refusal.toString());
    }
}
