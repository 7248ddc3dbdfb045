// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the feature files of a test.
record FeatureFolder(Path folder) {
    FeatureFolder {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String members) {
        String text = "{\"name\": \"" + name + "\", \"title\": \"Feature " + name + "\"" + (members.isEmpty() ? "" : ", " + members) + "}";
        return writeText(name, text);
    }

    Path writeText(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name + ".json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FeatureCatalog catalog() {
        return new FeatureCatalog(folder);
    }
}
