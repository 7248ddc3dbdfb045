// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of the distribution.
record Home(Path path) {
    /// System property that the start script sets.
    static final String PROPERTY = "rtsock.home";

    static Home find() throws LaunchException {
        String home = System.getProperty(PROPERTY, "");
        Path path = Path.of(home).toAbsolutePath().normalize();
        if (home.isEmpty() || !Files.isDirectory(path.resolve("features"))) {
            throw LaunchException.wrongUse("system property " + PROPERTY + " must name the folder of the distribution, not '" + home + "'");
        }
        return new Home(path);
    }

    Path features() {
        return path.resolve("features");
    }

    Path bundles() {
        return path.resolve("bundles");
    }

    Path conf() {
        return path.resolve("conf");
    }
}
