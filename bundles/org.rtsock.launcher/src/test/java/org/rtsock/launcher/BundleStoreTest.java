// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleStoreTest {
    @TempDir
    private Path folder;

    private Feature feature;
    private BundleStore store;

    @BeforeEach
    void makeStore() {
        feature = new Feature("f", "F", folder.resolve("own/f.json"), List.of(), List.of(), 5, Map.of());
        store = new BundleStore(folder);
    }

    private Path jar(String path) throws IOException {
        Path jar = folder.resolve(path);
        Files.createDirectories(jar.getParent());
        return Files.createFile(jar);
    }

    private String refusal(String bundle) {
        return assertThrows(LaunchException.class, () -> store.find(feature, bundle)).getMessage();
    }

    @Test
    void theVersionIsTheOneThatIsThere() throws Exception {
        Path jar = jar("org.g/x-1.2.3-SNAPSHOT.jar");
        jar("org.g/x-core-1.0.jar");
        jar("org.other/x-9.jar");
        assertEquals(jar, store.find(feature, "org.g:x"));
    }

    @Test
    void aVersionThatIsNamedIsTaken() throws Exception {
        jar("org.g/x-1.0.jar");
        Path jar = jar("org.g/x-2.0.jar");
        assertEquals(jar, store.find(feature, "org.g:x:2.0"));
    }

    @Test
    void severalVersionsAreRefusedUntilOneIsNamed() throws Exception {
        jar("org.g/x-2.0.jar");
        jar("org.g/x-1.0.jar");
        String message = refusal("org.g:x");
        assertTrue(message.endsWith("is there in several versions, say which: x-1.0.jar, x-2.0.jar"), message);
    }

    @Test
    void aBundleThatIsNotThereIsRefusedNamingTheFeature() throws Exception {
        jar("org.g/x-1.0.jar");
        assertTrue(refusal("org.g:x:3.0").startsWith("feature f ("));
        assertTrue(refusal("org.g:y").contains("bundle org.g:y is not in " + folder));
        assertTrue(refusal("org.none:y").contains("bundle org.none:y is not in " + folder));
    }

    @Test
    void aPathIsRelativeToTheFeatureFile() throws Exception {
        Path jar = jar("own/plugin.jar");
        assertEquals(jar, store.find(feature, "plugin.jar"));
        assertTrue(refusal("missing.jar").endsWith("bundle " + folder.resolve("own/missing.jar") + " does not exist"));
    }

    @Test
    void aWordAloneIsNoBundle() {
        assertTrue(refusal("x").contains("bundle 'x' is not group:artifact"));
    }
}
