// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.Map;
import java.util.SplittableRandom;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RtTable;
import org.rtsock.kernel.KernelCore;

/// What the benchmarks of the parts take from the programs.
public final class Parts {
    public static final Cause CAUSE = Router.CAUSE;
    private static final int BATCH = 200;

    /// See [NumberedRoutes].
    public static final class Rows {
        private final NumberedRoutes routes = new NumberedRoutes(1, "eth0");

        /// The row of a route with one of the gateways, lent until the next call.
        public RouteRow row(int number, int choice) {
            return routes.row(number, choice);
        }
    }

    /// A table of random routes and addresses within them.
    public record Table(RouteLookup lookup, long[] addresses) {}

    private Parts() {}

    /// See [Component#make].
    public static <T> T component(Class<T> type, Map<String, Object> properties, Object... references) {
        return Component.make(type, properties, references);
    }

    /// A kernel core with an interface and the main tables, and no reporter.
    public static Kernel kernel() {
        Kernel kernel = new KernelCore(0);
        kernel.commit(CAUSE, work -> {
            Router.addInterface(work, 1, "eth0");
            work.add(new RtTable(RtTable.MAIN, "main", Family.INET));
            work.add(new RtTable(RtTable.MAIN, "main", Family.INET6));
        });
        return kernel;
    }

    /// @param mix see [LengthMix]
    public static Table table(String mix, int count, int addresses, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomRoutes routes = new RandomRoutes(LengthMix.valueOf(mix), count, random);
        Kernel kernel = kernel();
        for (int first = 0; first < count; first += BATCH) {
            int begin = first;
            kernel.commit(CAUSE, work -> {
                for (int i = begin; i < Math.min(count, begin + BATCH); i++) {
                    work.put(routes.row(i));
                }
            });
        }
        long[] within = random.ints(addresses, 0, count)
                .mapToLong(index -> routes.addressWithin(index, random))
                .toArray();
        return new Table(kernel.lookup(RtTable.MAIN, routes.family), within);
    }
}
