// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The assembled distribution that the build made: what is tested is what is shipped.
public final class Shipped {
    private Shipped() {}

    /// Its folder.
    public static Path home() {
        return Path.of(System.getProperty("rtsock.home"));
    }

    /// The command.
    public static Path command() {
        return home().resolve("bin/rtsock");
    }

    /// A jar of the command's and the launcher's class path.
    public static Path library(String artifact) {
        return home().resolve("lib").resolve(artifact + ".jar");
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
                .filter(file -> file.getFileName().toString().matches(Pattern.quote(artifact) + "-\\d.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(artifact + " is not in " + home().resolve("bundles")));
    }

    /// The bundles that an appliance is made of, as its feature and those that this is made of name them.
    static Set<String> composition(String feature) throws IOException {
        String json = Files.readString(home().resolve("features").resolve(feature + ".json"));
        Set<String> bundles = new TreeSet<>(names(json, "bundles"));
        for (String part : names(json, "features")) {
            bundles.addAll(composition(part));
        }
        return bundles;
    }

    /// The texts of a list in JSON.
    private static List<String> names(String json, String list) {
        Matcher member = Pattern.compile("\"" + list + "\": \\[([^]]*)]").matcher(json);
        String content = member.find() ? member.group(1) : "";
        return Pattern.compile("\"([^\"]*)\"").matcher(content).results().map(name -> name.group(1)).toList();
    }
}
