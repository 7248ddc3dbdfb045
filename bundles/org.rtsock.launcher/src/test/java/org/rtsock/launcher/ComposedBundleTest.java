// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposedBundleTest {
    @TempDir
    private Path temporary;

    private Feature feature(String name, int level, String... bundles) {
        return new Feature(name, name, temporary.resolve(name + ".json"), List.of(), List.of(bundles), level, Map.of());
    }

    @Test
    void aBundleOfTwoFeaturesIsThereOnceAtTheLowerLevel() throws LaunchException {
        BundleJars jars = new BundleJars(temporary.resolve("g"));
        Path shared = jars.bundle("shared");
        Path other = jars.bundle("other");
        Feature late = feature("late", 7, "g:shared", "g:other");
        Feature early = feature("early", 3, "g:shared");
        assertEquals(
                List.of(new ComposedBundle(shared, 3, List.of(late, early)), new ComposedBundle(other, 7, List.of(late))),
                ComposedBundle.of(List.of(late, early), new BundleStore(temporary)));
    }
}
