// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RouteRow;

final class ExactMatchTest {
    private final RouteRows rows = new RouteRows();
    private final ExactMatch exact = new ExactMatch(rows);
    private final Map<Prefix, Integer> model = new HashMap<>();

    private int take(Prefix prefix) {
        RouteRow route = new RouteRow().prefix(prefix.family(), prefix.address().high(), prefix.address().low(), prefix.length());
        return rows.take(route, 0, 0);
    }

    @Test
    void holdsWhatAMapHolds() {
        long seed = System.nanoTime();
        System.out.println("ExactMatchTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            Prefix prefix = RandomPrefixes.prefix(random, Family.INET6);
            Integer present = model.get(prefix);
            boolean shrink = i / 10_000 % 2 == 1;
            if (present == null && !shrink) {
                exact.reserve();
                int row = take(prefix);
                assertEquals(RouteRows.NONE, exact.enter(row));
                int twin = take(prefix);
                assertEquals(row, exact.enter(twin));
                rows.release(twin);
                model.put(prefix, row);
            } else if (present != null && random.nextInt(4) == 0) {
                int row = take(prefix);
                exact.replace(present, row);
                rows.release(present);
                model.put(prefix, row);
            } else if (present != null) {
                exact.remove(present);
                rows.release(present);
                model.remove(prefix);
            }
            Prefix asked = RandomPrefixes.prefix(random, Family.INET6);
            assertEquals(model.getOrDefault(asked, 0), exact.first(asked.address().high(), asked.address().low(), asked.length()));
        }
        model.forEach((prefix, row) ->
                assertEquals(row, exact.first(prefix.address().high(), prefix.address().low(), prefix.length())));
        assertEquals(model.size(), exact.size());
    }
}
