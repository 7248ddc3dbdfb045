// SPDX-License-Identifier: Apache-2.0
package org.rtsock.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionIT {
    private final Distribution distribution = Distribution.assembled();

    @Test
    void featuresNameTheBundlesThatAreThereAndNoOthers() throws Exception {
        assertEquals(distribution.bundles().keySet(), distribution.named());
    }

    @Test
    void everyBundleIsABundle() throws Exception {
        for (Path jar : distribution.bundles().values()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertTrue(file.getManifest().getMainAttributes().containsKey(new Attributes.Name("Bundle-SymbolicName")), jar.toString());
            }
        }
    }

    @Test
    void everyKeyIsShownInTheConfigurationFolderWithItsDefault() throws Exception {
        List<String> missing = new ArrayList<>();
        Path ours = distribution.folder().resolve("bundles/org.rtsock");
        int keys = 0;
        for (Path jar : distribution.bundles().values()) {
            for (Metatype metatype : jar.startsWith(ours) ? Metatype.of(jar) : List.<Metatype>of()) {
                List<String> shown = distribution.configuration(metatype.pid()).stream().map(DistributionIT::plain).toList();
                for (Metatype.Key key : metatype.keys()) {
                    String line = "#" + key.name() + "=" + key.value();
                    keys++;
                    if (!shown.contains(line)) {
                        missing.add(metatype.pid() + ": " + line);
                    }
                }
            }
        }
        assertTrue(keys > 0);
        assertEquals(List.of(), missing);
    }

    /// Without the signs of a list, and without spaces.
    private static String plain(String line) {
        return line.replaceAll("[\\[\\]\" ]", "");
    }

    @Test
    void scriptsMayBeExecutedAndNothingSaysWhereItWasBuilt() throws Exception {
        for (String script : List.of("bin/rtsock", "bin/prepare-archives")) {
            Path file = distribution.folder().resolve(script);
            assertTrue(Files.isExecutable(file), script);
            assertFalse(Files.readString(file).contains(System.getProperty("user.dir")), script);
        }
    }

    @Test
    void containerHasAllThatIsHere() throws Exception {
        FileSystem system = FileSystems.getDefault();
        // The last word of a line is where to. A folder stands for all that is in it.
        List<PathMatcher> copied = Files.readAllLines(distribution.folder().resolve("share/Containerfile")).stream()
                .filter(line -> line.startsWith("COPY "))
                .map(line -> line.split(" "))
                .flatMap(words -> Stream.of(words).skip(1).limit(words.length - 2L))
                .map(source -> system.getPathMatcher("glob:{" + source + "," + source + "/**}"))
                .toList();
        assertFalse(copied.isEmpty());
        try (Stream<Path> files = Files.walk(distribution.folder())) {
            List<Path> missing = files.filter(Files::isRegularFile)
                    .map(distribution.folder()::relativize)
                    .filter(file -> copied.stream().noneMatch(source -> source.matches(file)))
                    // The caches are another virtual machine's.
                    .filter(file -> !file.endsWith("CHANGELOG.md") && !file.toString().matches(".*\\.aot(\\.sums)?"))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    /// Paths as they are here: `systemd-analyze` looks whether the command is there.
    @Test
    void unitIsOneThatSystemdTakes(@TempDir Path folder) throws Exception {
        String text = Files.readString(distribution.folder().resolve("share/rtsock.service"));
        Path unit = folder.resolve("rtsock.service");
        Files.writeString(unit, text.replace("/opt/rtsock", distribution.folder().toAbsolutePath().toString()));
        assumeTrue(
                Stream.of("/usr/bin/systemd-analyze", "/bin/systemd-analyze").map(Path::of).anyMatch(Files::isExecutable),
                "skipped: systemd-analyze is not here");
        Process check = new ProcessBuilder("systemd-analyze", "verify", unit.toString()).redirectErrorStream(true).start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
        assertEquals("", said);
    }
}
