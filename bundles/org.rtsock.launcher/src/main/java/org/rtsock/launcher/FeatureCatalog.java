// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where features are found: by name in the folder of the distribution, or as a file of the user's.
final class FeatureCatalog {
    private static final String SUFFIX = ".json";

    private final Path folder;

    /// @param folder the features of the distribution
    FeatureCatalog(Path folder) {
        this.folder = folder;
    }

    /// The feature that the user named: a path when it looks like one, else a name.
    Feature named(String reference) throws LaunchException {
        return isPath(reference) ? FeatureReader.read(Path.of(reference).toAbsolutePath().normalize()) : byName(reference, "", folder);
    }

    /// A feature that another is made of. Names are looked up beside that feature's file first, so that a user's features are a folder of their own.
    Feature partOf(Feature parent, String reference) throws LaunchException {
        if (isPath(reference)) {
            return FeatureReader.read(parent.resolve(reference));
        }
        Path beside = parent.file().resolveSibling(reference + SUFFIX);
        return Files.exists(beside) ? FeatureReader.read(beside) : byName(reference, ", which " + parent + " is made of", folder);
    }

    private Feature byName(String name, String whose, Path folder) throws LaunchException {
        Path file = folder.resolve(name + SUFFIX);
        if (!Files.exists(file)) {
            String there = names().isEmpty() ? "none" : String.join(", ", names());
            throw LaunchException.wrongUse("there is no feature '" + name + "'" + whose + "; " + folder + " has " + there);
        }
        return FeatureReader.read(file);
    }

    /// All features of the distribution, by name.
    List<Feature> all() throws LaunchException {
        List<Feature> all = new ArrayList<>();
        for (String name : names()) {
            all.add(named(name));
        }
        return all;
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static boolean isPath(String reference) {
        return reference.endsWith(SUFFIX) || reference.indexOf('/') >= 0;
    }
}
