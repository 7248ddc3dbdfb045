// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The assembled distribution that the build made: what is tested is what is shipped.
final class Shipped {
    private Shipped() {}

    /// Its folder.
    static Path home() {
        return Path.of(System.getProperty("rtsock.home"));
    }

    /// The command.
    static Path command() {
        return home().resolve("bin/rtsock");
    }

    /// Every jar of the bundle repository.
    static List<Path> bundles() {
        try (Stream<Path> files = Files.walk(home().resolve("bundles"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The jar of a bundle by its artifact.
    static Path bundle(String artifact) {
        return bundles().stream()
                .filter(file -> file.getFileName().toString().matches(java.util.regex.Pattern.quote(artifact) + "-\\d.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(artifact + " is not in " + home().resolve("bundles")));
    }
}
