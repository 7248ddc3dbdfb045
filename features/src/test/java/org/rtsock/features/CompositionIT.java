// SPDX-License-Identifier: Apache-2.0
package org.rtsock.features;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Whether the bundles of what is shipped fit together, looked at as a user would: by `rtsock check`.
class CompositionIT {
    private final Distribution distribution = Distribution.assembled();

    private record Outcome(int status, String said) {}

    private Outcome check(String appliance) throws Exception {
        Process process = new ProcessBuilder(distribution.folder().resolve("bin/rtsock").toString(), "check", appliance)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    /// A part may need what only the whole has; what no other feature is made of must be whole.
    @Test
    void whatIsNoPartOfAnotherFeatureFitsTogether() throws Exception {
        List<String> wholes = distribution.wholes();
        assertTrue(wholes.contains("observer"), wholes.toString());
        Stream<Executable> checks = wholes.stream().map(name -> () -> {
            Outcome outcome = check(name);
            assertEquals(0, outcome.status(), outcome.said());
        });
        assertAll(checks);
    }

    @Test
    void aSetThatLacksSomethingIsRefusedWithTheFeatureThatHasIt(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.json"), """
                {
                  "name": "broken",
                  "title": "A driver without a kernel",
                  "features": ["logging"],
                  "bundles": ["org.rtsock:org.rtsock.api", "org.rtsock:org.rtsock.driver.netlink"]
                }
                """);
        Outcome outcome = check(file.toString());
        assertEquals(1, outcome.status(), outcome.said());
        for (String line : List.of(
                "apache.felix.log \\S+ \\(feature logging\\) misses service org.osgi.service.cm.ConfigurationAdmin; feature base has it",
                "rtsock.driver.netlink \\S+ \\(feature broken\\) misses service org.rtsock.api.kernel.Kernel; feature core has it",
                "rtsock.driver.netlink \\S+ \\(feature broken\\) misses extender osgi.component 1.5.*; feature base has it")) {
            assertTrue(outcome.said().lines().anyMatch(said -> said.strip().matches("org." + line)), line + " is not in:\n" + outcome.said());
        }
    }
}
