// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void aFreshFolderGoesWithAllThatIsInIt() throws Exception {
        DataFolder data = DataFolder.open(null);
        Path cache = data.folder("cache");
        Files.writeString(Files.createDirectories(cache.resolve("a/b")).resolve("file"), "text");
        data.close();
        assertFalse(Files.exists(cache.getParent()));
    }

    @Test
    void theUsersFolderIsMadeAndStays() throws Exception {
        DataFolder data = DataFolder.open(temporary.resolve("some/data"));
        Path cache = data.folder("cache");
        data.close();
        assertTrue(Files.isDirectory(cache));
    }

    @Test
    void aFolderThatWasGivenBackMayBeOpenedAgain() throws Exception {
        DataFolder.open(temporary.resolve("data")).close();
        DataFolder.open(temporary.resolve("data")).close();
    }
}
