// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    @Test
    void aFeatureIsAnObjectOfAnArray() {
        Feature core = new Feature("core", "The \"core\"", Path.of("core.json"), List.of("base"), List.of("g:a", "g:b"), 3, Map.of());
        assertEquals(
                "[{\"name\":\"core\",\"level\":3,\"features\":[\"base\"],\"bundles\":[\"g:a\",\"g:b\"],\"title\":\"The \\\"core\\\"\"}]",
                JsonReport.features(List.of(core)));
        assertEquals("[]", JsonReport.features(List.of()));
    }

    @Test
    void whatFitsHasNoProblems() {
        assertEquals("{\"appliance\":\"./edge.json\",\"fits\":true,\"bundles\":7,\"problems\":[]}", JsonReport.fits("./edge.json", 7));
    }

    @Test
    void problemsStandOneByOne() {
        assertEquals(
                "{\"appliance\":\"edge\",\"fits\":false,\"problems\":[\"a misses b\",\"c misses d\"]}",
                JsonReport.doesNotFit("edge", List.of("a misses b", "c misses d")));
    }
}
