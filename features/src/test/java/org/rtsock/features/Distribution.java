// SPDX-License-Identifier: Apache-2.0
package org.rtsock.features;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The folder that was assembled.
record Distribution(Path folder) {
    static Distribution assembled() {
        return new Distribution(Path.of(System.getProperty("rtsock.distribution", "target/rtsock")));
    }

    /// Jar of each bundle, by `group:artifact`.
    Map<String, Path> bundles() throws IOException {
        Map<String, Path> bundles = new TreeMap<>();
        for (Path jar : files(folder.resolve("bundles"), ".jar")) {
            String artifact = jar.getFileName().toString().replaceFirst("-\\d.*", "");
            bundles.put(folder.resolve("bundles").relativize(jar).getName(0) + ":" + artifact, jar);
        }
        return bundles;
    }

    /// What features name, by `group:artifact`.
    Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path feature : files(folder.resolve("features"), ".json")) {
            Object bundles = JSON.std.mapFrom(Files.readString(feature)).getOrDefault("bundles", List.of());
            for (Object bundle : (List<?>) bundles) {
                named.add(bundle.toString());
            }
        }
        return named;
    }

    /// Names of the features that no other is made of.
    List<String> wholes() throws IOException {
        Set<String> names = new TreeSet<>();
        Set<String> parts = new TreeSet<>();
        for (Path feature : files(folder.resolve("features"), ".json")) {
            Map<String, Object> members = JSON.std.mapFrom(Files.readString(feature));
            names.add(String.valueOf(members.get("name")));
            for (Object part : (List<?>) members.getOrDefault("features", List.of())) {
                parts.add(part.toString());
            }
        }
        names.removeAll(parts);
        return List.copyOf(names);
    }

    /// Lines of the configuration file of a PID.
    List<String> configuration(String pid) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String suffix : List.of(".cfg", ".config")) {
            Path file = folder.resolve("conf").resolve(pid + suffix);
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
