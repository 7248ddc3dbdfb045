// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The bundles of the distribution: `bundles/GROUP/ARTIFACT-VERSION.jar`.
///
/// Feature files say no versions. The build says each once, and what it copied into this folder is what there is to choose from.
final class BundleStore {
    private static final String SUFFIX = ".jar";

    private final Path folder;

    BundleStore(Path folder) {
        this.folder = folder;
    }

    /// The jar of a bundle of a feature.
    Path find(Feature feature, String bundle) throws LaunchException {
        if (bundle.endsWith(SUFFIX)) {
            Path jar = feature.resolve(bundle);
            if (!Files.isRegularFile(jar)) {
                throw LaunchException.wrongUse(feature + ": bundle " + jar + " does not exist");
            }
            return jar;
        }
        String[] parts = bundle.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw LaunchException.wrongUse(
                    feature + ": bundle '" + bundle + "' is not group:artifact, group:artifact:version or the path of a jar");
        }
        List<Path> found = parts.length == 3 ? exactly(parts[0], parts[1], parts[2]) : anyVersion(parts[0], parts[1]);
        return switch (found.size()) {
            case 0 -> throw LaunchException.wrongUse(feature + ": bundle " + bundle + " is not in " + folder);
            case 1 -> found.getFirst();
            default -> throw LaunchException.wrongUse(feature + ": bundle " + bundle + " is there in several versions, say which: "
                    + found.stream().map(jar -> String.valueOf(jar.getFileName())).sorted().collect(Collectors.joining(", ")));
        };
    }

    private List<Path> exactly(String group, String artifact, String version) {
        Path jar = folder.resolve(group).resolve(artifact + "-" + version + SUFFIX);
        return Files.isRegularFile(jar) ? List.of(jar) : List.of();
    }

    private List<Path> anyVersion(String group, String artifact) throws LaunchException {
        Path groupFolder = folder.resolve(group);
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(groupFolder)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(groupFolder, jar -> isVersionOf(artifact, jar))) {
                jars.forEach(found::add);
            } catch (IOException e) {
                throw LaunchException.failed("folder " + groupFolder + " cannot be read: " + e);
            }
        }
        return found;
    }

    /// A version starts with a digit, and the rest of a longer artifact's name (`x` and `x-core`) does not.
    private static boolean isVersionOf(String artifact, Path jar) {
        String name = String.valueOf(jar.getFileName());
        return name.startsWith(artifact + "-")
                && name.endsWith(SUFFIX)
                && Character.isDigit(name.charAt(artifact.length() + 1));
    }
}
