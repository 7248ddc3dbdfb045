// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureReaderTest {
    @TempDir
    private Path folder;

    @Test
    void everythingThatAFeatureMaySayIsRead() throws LaunchException {
        Path file = new FeatureFolder(folder).write("full", """
                "features": ["a"], "bundles": ["g:b", "c.jar"], "start-level": 2,
                "configurations": {"some.pid": {"path": "/x", "count": 3, "on": true, "types": ["ifd", "ifl"]}}""");
        Feature feature = FeatureReader.read(file);
        assertEquals(List.of("a"), feature.features());
        assertEquals(List.of("g:b", "c.jar"), feature.bundles());
        assertEquals(2, feature.startLevel());
        assertEquals(
                Map.of("some.pid", Map.of("path", "/x", "count", 3, "on", true, "types", List.of("ifd", "ifl"))), feature.configurations());
        assertEquals(folder.resolve("c.jar"), feature.resolve("c.jar"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"bundle\": []                                | member 'bundle' is unknown",
        "\"bundles\": \"g:a\"                          | bundles must be a list",
        "\"bundles\": [1]                              | bundles must be a list of texts, and has 1",
        "\"start-level\": 0                            | start-level 0 is not 1 to 9",
        "\"start-level\": \"first\"                    | start-level first is not 1 to 9",
        "\"configurations\": []                        | configurations must be an object",
        "\"configurations\": {\"p\": {\"k\": null}}    | p: k must be a text, a number, true, false or a list of texts",
    })
    void whatDoesNotFitIsRefusedNamingIt(String members, String complaint) {
        Path file = new FeatureFolder(folder).write("odd", members);
        LaunchException refused = assertThrows(LaunchException.class, () -> FeatureReader.read(file));
        assertEquals("feature file " + file + ": " + complaint, refused.getMessage());
    }

    @Test
    void theNameIsThatOfTheFile() {
        Path file = new FeatureFolder(folder).writeText("one", "{\"name\": \"two\", \"title\": \"Two\"}");
        LaunchException refused = assertThrows(LaunchException.class, () -> FeatureReader.read(file));
        assertTrue(refused.getMessage().endsWith("name 'two' is not that of the file, 'one'"), refused.getMessage());
    }

    @Test
    void brokenJsonIsRefusedWithItsPlace() {
        Path file = new FeatureFolder(folder).writeText("broken", "{\n  \"name\": nonsense\n}");
        LaunchException refused = assertThrows(LaunchException.class, () -> FeatureReader.read(file));
        assertTrue(refused.getMessage().contains("is not JSON at line 2"), refused.getMessage());
    }
}
