// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureConfigurationsTest {
    @TempDir
    private Path folder;

    private Path user;
    private Path generated;

    @BeforeEach
    void makeFolders() throws Exception {
        user = Files.createDirectory(folder.resolve("user"));
        generated = Files.createDirectory(folder.resolve("generated"));
    }

    private static Feature feature(String name, Map<String, Map<String, Object>> configurations) {
        return new Feature(name, name, Path.of(name + ".json"), List.of(), List.of(), 5, configurations);
    }

    private void write(Feature... features) throws LaunchException {
        write(Map.of(), features);
    }

    private void write(Map<String, Map<String, Object>> settings, Feature... features) throws LaunchException {
        new FeatureConfigurations(user).write(List.of(features), settings, generated);
    }

    @Test
    void valuesKeepTheirTypes() throws Exception {
        write(feature("f", Map.of("p", Map.of("types", List.of("ifd", "ifl")), "q", Map.of("n", 5), "r", Map.of("on", true), "s", Map.of("t", "a \"b\""))));
        assertEquals("types=[ \"ifd\", \"ifl\" ]\n", Files.readString(generated.resolve("p.config")));
        assertEquals("n=I\"5\"\n", Files.readString(generated.resolve("q.config")));
        assertEquals("on=B\"true\"\n", Files.readString(generated.resolve("r.config")));
        assertEquals("t=\"a\\ \\\"b\\\"\"\n", Files.readString(generated.resolve("s.config")));
    }

    @Test
    void elementsOfListsAreTextsWhateverTheyAre() throws Exception {
        write(Map.of("p", Map.of("n", List.of(1, 2)), "q", Map.of("on", List.of(true, false))));
        assertEquals("n=[ \"1\", \"2\" ]\n", Files.readString(generated.resolve("p.config")));
        assertEquals("on=[ \"true\", \"false\" ]\n", Files.readString(generated.resolve("q.config")));
    }

    @Test
    void theApplianceWinsOverItsParts() throws Exception {
        write(feature("part", Map.of("p", Map.of("n", 1))), feature("appliance", Map.of("p", Map.of("n", 2))));
        assertEquals("n=I\"2\"\n", Files.readString(generated.resolve("p.config")));
    }

    @Test
    void aFileOfTheUserThatSetsSomethingWinsAndOneThatDoesNotLeavesItToTheFeature() throws Exception {
        Files.writeString(user.resolve("p.cfg"), "n = 3\n");
        Files.writeString(user.resolve("q.cfg"), "# n = 3\n");
        write(feature("f", Map.of("p", Map.of("n", 1), "q", Map.of("n", 1))));
        assertFalse(Files.exists(generated.resolve("p.config")));
        assertTrue(Files.exists(generated.resolve("q.config")));
    }

    @Test
    void theCommandLineGoesOverAFeatureAKeyAtATime() throws Exception {
        write(Map.of("p", Map.of("n", 2)), feature("f", Map.of("p", Map.of("n", 1, "m", 1))));
        assertEquals(List.of("m=I\"1\"", "n=I\"2\""), Files.readAllLines(generated.resolve("p.config")).stream().sorted().toList());
    }

    @Test
    void aPidThatOnlyTheCommandLineNamesHasAConfiguration() throws Exception {
        write(Map.of("p", Map.of("n", 2)));
        assertEquals("n=I\"2\"\n", Files.readString(generated.resolve("p.config")));
    }

    @Test
    void whatAnEarlierStartWroteGoes() throws Exception {
        write(feature("f", Map.of("p", Map.of("n", 1))));
        write(feature("f", Map.of()));
        assertFalse(Files.exists(generated.resolve("p.config")));
    }
}
