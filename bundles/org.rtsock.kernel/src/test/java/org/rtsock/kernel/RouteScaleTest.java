// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.via;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;

/// What holds for many routes.
final class RouteScaleTest {
    private static final int ROUTES = 100_000;
    private static final int BATCH = 200;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final KernelCore kernel = kernel("eth0", "eth1");
    private final Counting counting = new Counting();

    /// Takes routes as numbers, and counts.
    private static final class Counting implements ReportSink {
        private final int[] counts = new int[Operation.values().length];
        private long version;

        @Override
        public MessageType type() {
            return MessageType.ROUTE;
        }

        @Override
        public void attached(long floor) {}

        @Override
        public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
            throw new AssertionError("an object for a route");
        }

        @Override
        public void report(Operation operation, int slot, RouteRow route, long version, long born, Cause cause) {
            counts[operation.ordinal()]++;
            this.version = version;
        }

        @Override
        public void published(long version) {}

        int count(Operation operation) {
            return counts[operation.ordinal()];
        }
    }

    private long stat(String name) {
        return kernel.read().getOrDefault(name, 0L);
    }

    private static RouteAttributes attributes(Nexthop... nexthops) {
        return new RouteAttributes(RouteProtocol.STATIC, RouteType.UNICAST, List.of(nexthops), RouteState.STORED, null);
    }

    /// The /24 of a number below 2^24.
    private static RouteRow prefix(RouteRow row, int number) {
        return row.prefix(Family.INET, (long) number << 40, 0, 24);
    }

    /// @return bytes allocated for each route
    private double put(int first, RouteAttributes attributes) {
        RouteRow row = new RouteRow();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int from = first; from < first + ROUTES; from += BATCH) {
            int begin = from;
            kernel.commit(REQUEST, tx -> {
                for (int i = begin; i < begin + BATCH; i++) {
                    tx.put(prefix(row, i).attributes(attributes));
                }
            });
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / ROUTES;
    }

    @Test
    void interfaceTakesAHundredThousandRoutesInOneCommit() {
        put(0, attributes(via("192.0.1.9", 1)));
        put(ROUTES, attributes(via("192.0.1.8", 1), via("192.0.2.8", 2)));
        put(2 * ROUTES, attributes(via("192.0.2.9", 2)));
        kernel.attach(counting);
        assertEquals(3 * ROUTES, counting.count(Operation.ADD));
        long version = kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        assertEquals(ROUTES, counting.count(Operation.DELETE));
        assertEquals(ROUTES, counting.count(Operation.CHANGE));
        assertEquals(version, counting.version);
        assertEquals(2L * ROUTES, stat("objects.route"));
        assertEquals(2, stat("route.attributes"));
    }

    @Test
    void routeCostsNoObject() {
        kernel.attach(counting);
        RouteAttributes one = attributes(via("192.0.1.9", 1));
        RouteAttributes other = attributes(via("192.0.2.9", 2));
        put(0, one);
        put(0, other);
        double change = put(0, one);
        double equal = put(0, one);
        assertEquals(2 * ROUTES, counting.count(Operation.CHANGE));
        assertTrue(change < 1, () -> change + " bytes for a change");
        assertTrue(equal < 1, () -> equal + " bytes for a put of the same");
    }

    @Test
    void countersThatAreShownCostACommitSomethingAndARouteNothing() {
        kernel.attach(counting);
        try (Reporters shown = new Reporters(kernel, List.of(MessageType.RTSTATS))) {
            RouteAttributes one = attributes(via("192.0.1.9", 1));
            RouteAttributes other = attributes(via("192.0.2.9", 2));
            put(0, one);
            put(0, other);
            double commit = BATCH * put(0, one);
            System.out.println("RouteScaleTest: a commit with counters shown allocates " + Math.round(commit) + " bytes");
            assertEquals(4 * ROUTES / BATCH - ROUTES / BATCH, shown.heard.size());
            assertTrue(commit < 2000, () -> commit + " bytes for a commit");
        }
    }

    @Test
    void routesComeBackIntoTheirRows() {
        RouteAttributes attributes = attributes(via("192.0.1.9", 1));
        put(0, attributes);
        long bytes = stat("route.bytes.rows");
        kernel.commit(REQUEST, tx -> {
            RouteRow row = new RouteRow();
            for (int i = 0; i < ROUTES; i++) {
                assertTrue(tx.remove(prefix(row, i)));
            }
        });
        assertEquals(0L, stat("objects.route"));
        put(ROUTES, attributes);
        assertEquals(bytes, stat("route.bytes.rows"));
    }

    @Test
    void routeTakesLittleMemory() {
        for (int i = 0; i < 5; i++) {
            put(i * ROUTES, attributes(via("192.0.1.9", 1)));
        }
        long bytes = stat("route.bytes.rows") + stat("route.bytes.exact") + stat("route.bytes.longest");
        assertTrue(bytes < 110L * 5 * ROUTES, () -> (double) bytes / ROUTES / 5 + " bytes a route");
    }
}
