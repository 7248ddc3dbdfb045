// SPDX-License-Identifier: Apache-2.0
package org.rtsock.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class DistributionIT {
    private final Distribution distribution = Distribution.assembled();

    @Test
    void featuresNameTheBundlesThatAreThereAndNoOthers() throws Exception {
        assertEquals(distribution.bundles().keySet(), distribution.named());
    }

    @Test
    void everyBundleIsABundle() throws Exception {
        for (Path jar : distribution.bundles().values()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertTrue(file.getManifest().getMainAttributes().containsKey(new Attributes.Name("Bundle-SymbolicName")), jar.toString());
            }
        }
    }

    @Test
    void everyKeyIsShownInTheConfigurationFolderWithItsDefault() throws Exception {
        List<String> missing = new ArrayList<>();
        Path ours = distribution.folder().resolve("bundles/org.rtsock");
        int keys = 0;
        for (Path jar : distribution.bundles().values()) {
            for (Metatype metatype : jar.startsWith(ours) ? Metatype.of(jar) : List.<Metatype>of()) {
                List<String> shown = distribution.configuration(metatype.pid()).stream().map(DistributionIT::plain).toList();
                for (Metatype.Key key : metatype.keys()) {
                    String line = "#" + key.name() + "=" + key.value();
                    keys++;
                    if (!shown.contains(line)) {
                        missing.add(metatype.pid() + ": " + line);
                    }
                }
            }
        }
        assertTrue(keys > 0);
        assertEquals(List.of(), missing);
    }

    /// Without the signs of a list, and without spaces.
    private static String plain(String line) {
        return line.replaceAll("[\\[\\]\" ]", "");
    }

    @Test
    void scriptsMayBeExecutedAndNothingSaysWhereItWasBuilt() throws Exception {
        for (String script : List.of("bin/rtsock", "bin/prepare-archives")) {
            Path file = distribution.folder().resolve(script);
            assertTrue(Files.isExecutable(file), script);
            assertFalse(Files.readString(file).contains(System.getProperty("user.dir")), script);
        }
    }
}
