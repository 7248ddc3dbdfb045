// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.rtsock.client.Endpoint;
import org.rtsock.client.RoutingClient;
import org.rtsock.client.RtsockConnection;

/// One daemon subscribes and never reads, among 16 that read all, while another one changes routes as fast as the appliance takes it:
/// the 16 get everything, the appliance's memory stays bounded, and `show listeners` names the one.
///
/// To measure what the 16 lose: `-Drtsock.pairs=4 -Drtsock.routes=200000 -Drtsock.changes=1000000`. Runs with and without the one take
/// turns, and each prints what it saw.
public class NeverReadsIT {
    private static final int READERS = 16;
    private static final int WARM_ROUNDS = 2;
    /// Of heap after a collection, beyond what the routes need: two copies of what lives, and the bound on replaced records.
    private static final long MOST_HEAP_MIB = 160;
    private static final double MIB_A_ROUTE = 1.0 / 1024;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final int pairs = Integer.getInteger("rtsock.pairs", 1);
    private final int count = Integer.getInteger("rtsock.routes", 20_000);
    private final long changes = Long.getLong("rtsock.changes", 50_000);
    private KillsLab lab;
    private ManyRoutes routes;
    private RoutingClient client;

    @Before
    public void start() throws Exception {
        lab = KillsLab.make(temporary.getRoot().toPath().toRealPath(), 1 << 16);
        client = RoutingClient.connect(lab.unix());
        routes = new ManyRoutes(client, count);
        routes.add();
    }

    @After
    public void stop() {
        if (client != null) {
            client.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    public void overUnixNobodyElseFeelsIt() throws Exception {
        nobodyElseFeelsIt("unix", lab.unix());
    }

    @Test
    public void overTcpNobodyElseFeelsIt() throws Exception {
        nobodyElseFeelsIt("tcp", lab.tls());
    }

    private void nobodyElseFeelsIt(String over, Endpoint endpoint) throws Exception {
        double[] without = new double[pairs];
        double[] with = new double[pairs];
        try (Readers readers = Readers.open(endpoint, READERS)) {
            for (int round = 0; round < WARM_ROUNDS; round++) {
                run("warm " + over, readers);
            }
            for (int pair = 0; pair < pairs; pair++) {
                without[pair] = run(over, readers);
                try (RtsockConnection stalled = RtsockConnection.connect(endpoint)) {
                    stalled.subscribe(Holding.mode(null));
                    with[pair] = run(over + " with one that never reads", readers);
                    checkMemory();
                    checkListeners(over);
                }
            }
            long objects = readers.fewestObjects();
            assertTrue("a reader was told of " + objects + " objects", objects >= count);
        }
        double loss = 1 - median(with) / median(without);
        System.out.printf(Locale.ROOT, "%s: the others lose %.1f %%%n", over, 100 * loss);
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /// @return records a second that all readers together have read
    private double run(String what, Readers readers) throws Exception {
        long before = readers.awaitAll(routes.change(1));
        long begin = System.nanoTime();
        long version = routes.change(changes);
        double written = (System.nanoTime() - begin) / 1e9;
        long records = readers.awaitAll(version) - before;
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "%s: %.0f deliveries/s, %.0f changes/s, %.2f of %d each delivered%n", what, records / seconds,
                changes / written, (double) records / READERS / changes, changes);
        return records / seconds;
    }

    private void checkMemory() throws Exception {
        ProcessMemory memory = ProcessMemory.of(lab.pid());
        System.out.println("  " + memory + ", journal of routes " + lab.statistic("journal.route.bytes") + " bytes");
        long most = MOST_HEAP_MIB + (long) (count * MIB_A_ROUTE);
        assertTrue(memory + ", more than " + most, memory.heapMib() <= most);
    }

    /// The one is behind, and nobody else is. It stands in its first cut, of which nothing has been coalesced before it reads on.
    private void checkListeners(String over) throws Exception {
        List<Map<String, Object>> behind = lab.info("listeners").stream()
                .filter(row -> row.get("lag") instanceof Long lag && lag > 0)
                .toList();
        assertEquals(behind.toString(), 1, behind.size());
        Map<String, Object> one = behind.getFirst();
        System.out.println("  " + one);
        assertEquals(over, one.get("origin"));
        String shown = lab.ask("show", "listeners", "--json");
        assertTrue(shown, shown.contains("\"id\":" + one.get("id") + ",") && shown.contains("\"lag\":" + one.get("lag") + ","));
    }
}
