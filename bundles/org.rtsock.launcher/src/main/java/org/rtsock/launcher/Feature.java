// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a feature file says.
///
/// @param name           unique among the features of an appliance; the file's name without `.json`
/// @param title          for people
/// @param file           where it was read
/// @param features       the features that it is made of: names, or paths of files
/// @param bundles        in the order in which they start: `group:artifact`, `group:artifact:version`, or the path of a jar
/// @param startLevel     level at which its bundles start
/// @param configurations values by key, by PID
record Feature(
        String name,
        String title,
        Path file,
        List<String> features,
        List<String> bundles,
        int startLevel,
        Map<String, Map<String, Object>> configurations) {
    /// Level of features that say nothing: most bundles find each other through services and need no order.
    static final int DEFAULT_START_LEVEL = 5;
    /// The last level there is.
    static final int MAX_START_LEVEL = 9;

    /// A path that the file gives, which is relative to the file.
    Path resolve(String path) {
        return file.resolveSibling(path).normalize();
    }

    @Override
    public String toString() {
        return "feature " + name + " (" + file + ")";
    }
}
