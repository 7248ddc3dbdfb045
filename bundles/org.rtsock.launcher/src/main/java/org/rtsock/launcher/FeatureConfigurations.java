// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/// The configurations of features, written as files that the configuration's watcher reads after those of the user.
///
/// Whoever is nearer to the user wins, a PID at a time: a file of the configuration folder that sets any key, then the appliance, then the
/// features that it is made of. Values of the command line go over all of them, a key at a time: here over what features say, and in the
/// bundle `org.rtsock.settings` over a file, whatever becomes of that file while the appliance runs.
final class FeatureConfigurations {
    private final Path userFolder;

    FeatureConfigurations(Path userFolder) {
        this.userFolder = userFolder;
    }

    /// @param features parts before the features that are made of them
    /// @param settings values of the command line, by PID and key
    void write(Collection<Feature> features, Map<String, Map<String, Object>> settings, Path folder) throws LaunchException {
        try {
            try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.config")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
            Map<String, Map<String, Object>> byPid = new LinkedHashMap<>();
            features.forEach(feature -> byPid.putAll(feature.configurations()));
            settings.forEach((pid, values) -> byPid.merge(pid, values, FeatureConfigurations::over));
            for (var configuration : byPid.entrySet()) {
                if (!userSets(configuration.getKey())) {
                    Files.writeString(folder.resolve(configuration.getKey() + ".config"), text(configuration.getValue()));
                }
            }
        } catch (IOException e) {
            throw LaunchException.failed("configurations of features cannot be written to " + folder + ": " + e);
        }
    }

    private static Map<String, Object> over(Map<String, Object> below, Map<String, Object> above) {
        Map<String, Object> all = new LinkedHashMap<>(below);
        all.putAll(above);
        return all;
    }

    private boolean userSets(String pid) throws IOException {
        for (String suffix : List.of(".cfg", ".config")) {
            Path file = userFolder.resolve(pid + suffix);
            if (Files.exists(file)) {
                Properties properties = new Properties();
                try (var reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
                if (!properties.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Felix's typed format: a line a key; a letter before the quotes is the type.
    private static String text(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + typed(entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static String typed(Object value) {
        return switch (value) {
            case Boolean flag -> "B\"" + flag + "\"";
            case Integer number -> "I\"" + number + "\"";
            case Long number -> "L\"" + number + "\"";
            // The format has one type a list, before it. Texts do for all: whoever is configured converts them.
            case List<?> list -> list.stream().map(FeatureConfigurations::quoted).collect(Collectors.joining(", ", "[ ", " ]"));
            default -> quoted(value);
        };
    }

    private static String quoted(Object value) {
        return "\"" + value.toString().replaceAll("([\"\\\\= ])", "\\\\$1") + "\"";
    }
}
