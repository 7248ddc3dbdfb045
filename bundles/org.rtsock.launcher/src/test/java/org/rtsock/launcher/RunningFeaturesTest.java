// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class RunningFeaturesTest {
    @TempDir
    private Path temporary;

    private BundleJars jars;
    private Felix framework;
    private Map<Bundle, ComposedBundle> bundles;

    @BeforeEach
    void startFramework() throws Exception {
        jars = new BundleJars(temporary.resolve("jars"));
        bundles = new LinkedHashMap<>();
        framework = new Felix(Map.of("org.osgi.framework.storage", temporary.resolve("cache").toString()));
        framework.start();
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private Feature feature(String name, Path folder) {
        return new Feature(name, "Feature " + name, folder.resolve(name + ".json"), List.of(), List.of(), 3, Map.of());
    }

    private Bundle install(Path jar) throws Exception {
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    private void add(Bundle bundle, Feature... features) {
        bundles.put(bundle, new ComposedBundle(temporary, 3, List.of(features)));
    }

    private List<Map<String, Object>> rows(Feature... features) {
        return new RunningFeatures(framework.getBundleContext(), List.of(features), bundles, new Home(temporary)).get();
    }

    @Test
    void aFeatureTellsItsBundlesAndHowManyOfThemAreActiveNow() throws Exception {
        Feature core = feature("core", temporary.resolve("features"));
        Bundle one = install(jars.bundle("one"));
        add(one, core);
        add(install(jars.bundle("two")), core);
        add(install(jars.bundle("part", "Fragment-Host: one")), core);
        one.start();
        assertEquals(
                List.of(Map.of(
                        "name", "core", "level", 3L, "bundles", List.of("one 1.0.0", "two 1.0.0", "part 1.0.0"), "active", 2L, "title",
                        "Feature core", "file", "")),
                rows(core));
        one.stop();
        assertEquals(1L, rows(core).getFirst().get("active"));
    }

    @Test
    void aBundleOfTwoFeaturesIsInBothAndAUsersFeatureTellsItsFile() throws Exception {
        Feature core = feature("core", temporary.resolve("features"));
        Feature own = feature("own", temporary.resolve("here"));
        add(install(jars.bundle("one")), core, own);
        List<Map<String, Object>> rows = rows(core, own);
        assertEquals(List.of("one 1.0.0"), rows.get(0).get("bundles"));
        assertEquals(List.of("one 1.0.0"), rows.get(1).get("bundles"));
        assertEquals(temporary.resolve("here/own.json").toString(), rows.get(1).get("file"));
    }

    @Test
    void whatCameWhileItRanHasARowOfItsOwn() throws Exception {
        install(jars.bundle("late")).start();
        Map<String, Object> row = rows().getFirst();
        assertEquals("", row.get("name"));
        assertEquals(List.of("late 1.0.0"), row.get("bundles"));
        assertEquals(1L, row.get("active"));
    }
}
