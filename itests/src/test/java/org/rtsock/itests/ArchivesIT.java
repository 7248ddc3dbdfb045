// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/// The archives for a quick start, made for a copy of the distribution: they have the classes of what is run most, and never those of other jars.
public class ArchivesIT {
    private static final long BOUND_SECONDS = 180;
    private static final List<String> RUN_MOST = List.of(
            "show ifd",
            "show route",
            "get 127.0.0.1",
            "monitor --until-mark --json",
            "route add 192.0.2.0/24 dev no-such-interface",
            "show stats",
            "show route --json",
            "help route",
            "show --help",
            "--help");
    private static final String SAYS = "a command is missing";
    private static final String SAYS_NOW = "a command is Missing";

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static Path home;

    @BeforeClass
    public static void prepare() throws Exception {
        home = FOLDER.getRoot().toPath().resolve("with a blank");
        try (Stream<Path> files = Files.walk(Shipped.home())) {
            for (Path file : files.filter(file -> !file.toString().contains(".aot")).toList()) {
                Files.copy(file, home.resolve(Shipped.home().relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Outcome prepared = run("", home.resolve("bin/prepare-archives").toString());
        assertEquals(prepared.said(), 0, prepared.status());
    }

    private record Outcome(int status, String said) {}

    private static Outcome run(String javaOptions, String... words) throws Exception {
        Path said = FOLDER.newFile().toPath();
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("RTSOCK_JAVA_OPTS", javaOptions);
        builder.environment().put("XDG_RUNTIME_DIR", FOLDER.getRoot().toString());
        builder.environment().remove("RTSOCK_SOCKET");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            throw new AssertionError(List.of(words) + " did not end; said: " + Files.readString(said));
        }
        return new Outcome(process.exitValue(), Files.readString(said));
    }

    private static Outcome command(String javaOptions, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/rtsock").toString()));
        line.addAll(List.of(words));
        return run(javaOptions, line.toArray(String[]::new));
    }

    @Test
    public void whatIsRunMostLoadsNoClassFromAJar() throws Exception {
        Path user = FOLDER.newFolder("user").toPath();
        String socket = user.resolve("socket").toString();
        try (RunningAppliance observer = RunningAppliance.start(
                user, home.resolve("bin/rtsock"), List.of(), "--socket", socket, "--data", user.resolve("data").toString())) {
            for (String line : RUN_MOST) {
                Path log = FOLDER.newFile().toPath();
                List<String> words = new ArrayList<>(List.of("--socket", socket));
                words.addAll(List.of(line.split(" ")));
                Outcome outcome = command("-Xlog:class+load:file=" + log, words.toArray(String[]::new));
                assertTrue(line + ": " + outcome.said(), outcome.status() == (line.startsWith("route add") ? 1 : 0));
                List<String> loaded = Files.readAllLines(log);
                assertTrue(line, loaded.stream().anyMatch(entry -> entry.contains(" picocli.CommandLine source: shared objects file")));
                assertEquals(line, List.of(), loaded.stream().filter(entry -> entry.contains("source: file:")).toList());
            }
            assertTrue(observer.said(), observer.said().contains(" is running: "));
        }
    }

    /// The new jar has the time of the old one, as the jars of a reproducible build do. The virtual machine of JDK 25 would not look even at that
    /// (JDK-8377932).
    @Test
    public void classesAreThoseOfTheJarsThatAreThere() throws Exception {
        assertTrue(command("").said().startsWith(SAYS));
        Path jar = home.resolve("lib/org.rtsock.cli.jar");
        Path original = Files.move(jar, FOLDER.getRoot().toPath().resolve("original.jar"));
        try {
            FileTime time = Files.getLastModifiedTime(original);
            rewrite(original, jar);
            Files.setLastModifiedTime(jar, time);
            assertTrue(command("").said().startsWith(SAYS_NOW));
        } finally {
            Files.move(original, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        Outcome again = command("-Xlog:class+load");
        assertTrue(again.said(), again.said().contains(SAYS));
        assertTrue(again.said(), again.said().contains("org.rtsock.cli.Rtsock source: shared objects file"));
        assertFalse(again.said(), again.said().contains(SAYS_NOW));
    }

    private static void rewrite(Path from, Path to) throws IOException {
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            jar.stream().forEach(entry -> copy(jar, entry, out));
        }
    }

    private static void copy(ZipFile jar, ZipEntry entry, ZipOutputStream out) {
        try {
            out.putNextEntry(new ZipEntry(entry.getName()));
            String content = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
            out.write((entry.isDirectory() ? "" : content.replace(SAYS, SAYS_NOW)).getBytes(StandardCharsets.ISO_8859_1));
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
