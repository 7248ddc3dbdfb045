// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/// Appliances of users, composed from the distribution as it was built: none of its files changes.
public class ApplianceIT {
    /// Runs the rest of the line with the distribution mounted read-only, where root may do so.
    private static final List<String> READ_ONLY = List.of(
            "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"",
            Shipped.home().toAbsolutePath().normalize().toString());

    /// Interfaces without families and addresses, tables and routes, and no daemon: all state comes by requests.
    private static final String TABLES = """
            {
              "name": "tables",
              "title": "Tables and routes of whoever connects, and no host",
              "features": ["base"],
              "start-level": 4,
              "bundles": [
                "org.rtsock:org.rtsock.api", "org.rtsock:org.rtsock.journal", "org.rtsock:org.rtsock.kernel",
                "org.rtsock:org.rtsock.reporter.ifd", "org.rtsock:org.rtsock.reporter.rttable", "org.rtsock:org.rtsock.reporter.route",
                "org.rtsock:org.rtsock.protosw", "org.rtsock:org.rtsock.protocol.rts",
                "org.rtsock:org.rtsock.transport.stream", "org.rtsock:org.rtsock.transport.unix"
              ]
            }
            """;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Path command = Shipped.command().toAbsolutePath().normalize();
    private Map<String, String> before;

    @Before
    public void readDistribution() throws Exception {
        before = checksums();
    }

    @After
    public void distributionIsAsItWas() throws Exception {
        assertEquals(before, checksums());
    }

    @Test
    public void twoAppliancesOfAUserRunSideBySide() throws Exception {
        assumeTrue("skipped: needs root, for another network namespace", mayMakeNamespaces());
        Path edgeFolder = temporary.newFolder("edge").toPath();
        Path tablesFolder = temporary.newFolder("tables").toPath();
        String link = "ip link add blue0 type veth peer name blue1 && exec sleep infinity";
        Process blue = new ProcessBuilder("unshare", "--net", "sh", "-c", link).start();
        try {
            Path names = edgeFolder.resolve("links.txt");
            LinkDaemonJar.make(temporary.newFolder().toPath(), edgeFolder.resolve("our-daemon.jar"));
            Path edge = Files.writeString(edgeFolder.resolve("edge.json"), edge(blue.pid(), edgeFolder.resolve("edge.sock"), names));
            Path tables = Files.writeString(tablesFolder.resolve("tables.json"), TABLES);
            awaitNamespace(blue);
            try (RunningAppliance first = RunningAppliance.start(edgeFolder, command, READ_ONLY, edge.toString(), "--data", "data");
                    RunningAppliance second = RunningAppliance.start(
                            tablesFolder, command, READ_ONLY, tables.toString(), "--set", "org.rtsock.transport.unix:mode=rw-------")) {
                checkEdge(first, edgeFolder.resolve("edge.sock"), names, edge);
                checkTables(second, tablesFolder.resolve("rtsock.sock"));
            }
        } finally {
            blue.destroy();
        }
    }

    private static String edge(long pid, Path socket, Path names) {
        return """
                {
                  "name": "edge",
                  "title": "Observes another namespace, with a daemon of ours",
                  "features": ["observer"],
                  "bundles": ["our-daemon.jar"],
                  "configurations": {
                    "org.rtsock.driver.netlink": { "namespace": "/proc/%d/ns/net" },
                    "org.rtsock.transport.unix": { "path": "%s" },
                    "org.example.links": { "file": "%s" }
                  }
                }
                """.formatted(pid, socket, names);
    }

    /// The links of the other namespace, known to the user's daemon and to whoever asks on the configured socket.
    private static void checkEdge(RunningAppliance edge, Path socket, Path names, Path feature) throws Exception {
        edge.await("the user's daemon hears of the link", () -> Files.exists(names) && Files.readString(names).contains("ADD blue0"));
        assertFalse(Files.readString(names).contains("eth0"));
        assertTrue(edge.ask(socket, "show", "ifd", "--json").contains("\"name\":\"blue0\""));
        String features = edge.ask(socket, "show", "features", "--json");
        assertTrue(features, features.contains("\"name\":\"edge\",\"level\":5,\"bundles\":[\"org.example.links 1.0.0\"],\"active\":1"));
        assertTrue(features, features.contains("\"file\":\"" + feature + "\""));
    }

    /// What it has works, what it was made without is not there, and the socket is for its user alone.
    private static void checkTables(RunningAppliance tables, Path socket) throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        tables.ask(socket, "rttable", "add", "7", "name", "seven");
        tables.ask(socket, "route", "add", "10.0.0.0/8", "blackhole", "table", "7");
        assertTrue(tables.ask(socket, "get", "10.1.2.3", "--table", "7").contains("10.0.0.0/8"));
        assertEquals("[]", tables.ask(socket, "show", "ifd", "--json").strip());
        String types = tables.ask(socket, "show", "types", "--json");
        assertTrue(types, types.contains("\"RTTABLE\"") && !types.contains("\"IFADDR\""));
        assertFalse(tables.ask(socket, "show", "features").contains("daemon-monitor"));
    }

    @Test
    public void aSetThatDoesNotFitIsRefusedBeforeAnythingStarts() throws Exception {
        Path folder = temporary.newFolder("broken").toPath();
        LinkDaemonJar.make(
                temporary.newFolder().toPath(),
                folder.resolve("our-daemon.jar"),
                "Require-Capability: osgi.service;filter:=\"(objectClass=org.rtsock.api.transport.LocalConnector)\";effective:=active",
                "Import-Package: org.rtsock.api.daemon;version=\"[9,10)\",org.rtsock.api.message,org.rtsock.api.socket");
        String text = TABLES.replace("tables", "broken").replace("\"bundles\": [", "\"bundles\": [ \"our-daemon.jar\",");
        Path broken = Files.writeString(folder.resolve("broken.json"), text);
        for (List<String> words : List.of(List.of("run", broken.toString()), List.of("check", broken.toString()))) {
            var outcome = RunningAppliance.outcome(folder, command, words.toArray(String[]::new));
            assertEquals(outcome.said(), 1, outcome.status());
            List<String> lines = outcome.said().lines().toList();
            assertEquals(outcome.said(), 3, lines.size());
            assertEquals("rtsock: these bundles do not fit together:", lines.getFirst());
            String who = "  org.example.links 1.0.0 (feature broken) misses ";
            assertTrue(outcome.said(), lines.get(1).startsWith(who + "package org.rtsock.api.daemon 9 or newer, before 10 (there is "));
            String what = "service org.rtsock.api.transport.LocalConnector; feature transport-local has it";
            assertEquals(who + what, lines.get(2));
        }
    }

    @Test
    public void componentsThatRefuseTheirConfigurationAreNamedAndEndTheStart() throws Exception {
        Path folder = temporary.newFolder("refused").toPath();
        String socket = folder.resolve("s").toString();
        var outcome = RunningAppliance.outcome(
                folder, command, "run", "lab", "--socket", socket, "--set", "org.rtsock.transport.unix:mode=rw-rw", "--connect", "localhost:2009");
        assertEquals(outcome.said(), 1, outcome.status());
        for (String line : List.of(
                "rtsock: these components do not start:",
                "  org.rtsock.transport.tcp.TcpTransport: EINVAL: certificate is empty; it has to name the file with our certificate",
                "  org.rtsock.transport.unix.UnixTransport: EINVAL: mode 'rw-rw' is not one such as rw-rw----")) {
            assertTrue(outcome.said(), outcome.said().lines().anyMatch(line::equals));
        }
    }

    @Test
    public void theCommandLineGoesOverAFileAlsoWhenItIsEdited() throws Exception {
        Path folder = temporary.newFolder("own").toPath();
        Path tables = Files.writeString(folder.resolve("tables.json"), TABLES);
        Path file = Files.createDirectory(folder.resolve("conf")).resolve("org.rtsock.transport.unix.cfg");
        Files.writeString(file, "mode = rw-rw-rw-\npath = " + folder.resolve("one.sock") + "\n");
        try (RunningAppliance appliance = RunningAppliance.start(
                folder, command, List.of(), tables.toString(), "--config", "conf", "--set", "org.rtsock.transport.unix:mode=rw-r-----")) {
            awaitSocket(appliance, folder.resolve("one.sock"));
            Files.writeString(file, "mode = rw-rw-rw-\npath = " + folder.resolve("two.sock") + "\n");
            awaitSocket(appliance, folder.resolve("two.sock"));
        }
    }

    private static void awaitSocket(RunningAppliance appliance, Path socket) throws Exception {
        appliance.await("socket " + socket, () -> Files.exists(socket)
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)).equals("rw-r-----"));
    }

    @Test
    public void aSettingThatNoBundleKnowsIsRefused() throws Exception {
        Path folder = temporary.getRoot().toPath();
        var outcome = RunningAppliance.outcome(folder, command, "check", "--set", "org.rtsock.kernel:graveyrad=1");
        assertEquals(outcome.said(), 2, outcome.status());
        assertTrue(outcome.said(), outcome.said().contains("PID org.rtsock.kernel has no key 'graveyrad'; known are graveyard, redirects"));
    }

    private static boolean mayMakeNamespaces() throws Exception {
        return new ProcessBuilder("unshare", "--net", "--mount", "true").start().waitFor() == 0;
    }

    /// By then the process is in its namespace, and the link is there.
    private static void awaitNamespace(Process process) throws Exception {
        Path comm = Path.of("/proc", Long.toString(process.pid()), "comm");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(comm).strip().equals("sleep")) {
            assertTrue("the namespace did not come", process.isAlive() && System.nanoTime() < deadline);
            Thread.sleep(20);
        }
    }

    private static Map<String, String> checksums() throws Exception {
        Map<String, String> checksums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Shipped.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                checksums.put(Shipped.home().relativize(file).toString(), checksum(file));
            }
        }
        return checksums;
    }

    private static String checksum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
