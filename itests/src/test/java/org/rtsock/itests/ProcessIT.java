// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/// The assembled distribution as a process, needing no privilege: it mirrors whatever host the test runs on.
public class ProcessIT {
    private static final Pattern RUNNING = Pattern.compile("observer is running: (\\d+) bundles");
    private static final long BOUND_SECONDS = 60;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path socket;
    private Path said;
    private Process observer;

    @Before
    public void start() throws Exception {
        socket = folder.getRoot().toPath().resolve("rtsock.sock");
        said = folder.getRoot().toPath().resolve("said");
        observer = new ProcessBuilder(Shipped.command().toString(), "run", "--socket", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        await("the line that it runs", () -> RUNNING.matcher(said()).find());
    }

    @After
    public void stop() throws InterruptedException {
        observer.destroy();
        if (!observer.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            observer.destroyForcibly();
        }
    }

    @Test
    public void everyBundleIsActive() throws Exception {
        // The launcher counts bundles that are active, fragments that are attached, and refuses to run when one is not.
        Matcher line = RUNNING.matcher(said());
        assertTrue(line.find());
        assertEquals(Shipped.composition("observer").size(), Integer.parseInt(line.group(1)));
        assertFalse(said(), said().contains("ERROR") || said().contains("WARN"));
    }

    @Test
    public void runPrintsTheHostAsASnapshotAndThenTheMark() throws Exception {
        await("the mark", () -> said().contains("snapshot complete"));
        List<String> lines = said().lines().filter(line -> !line.startsWith("rtsock:")).toList();
        assertTrue(said(), lines.getFirst().matches("ADD +ifd .*"));
        assertTrue(said(), lines.stream().anyMatch(line -> line.matches("ADD +ifd +1 lo kind loopback .*")));
        assertTrue(said(), lines.stream().anyMatch(line -> line.matches("ADD +rttable +254 main inet")));
    }

    @Test
    public void commandSeesWhatTheHostHas() throws Exception {
        await("the socket", () -> Files.exists(socket));
        String types = call("show", "types", "--json");
        for (String type : List.of("IFDEV", "IFLOGICAL", "IFFAMILY", "IFADDR", "RTTABLE", "ROUTE")) {
            assertTrue(types, types.contains('"' + type + '"'));
        }
        String stream = call("monitor", "--types", "ifd", "--until-mark", "--json");
        assertTrue(stream, stream.contains("\"ifd\":{\"index\":1,\"name\":\"lo\""));
        String mark = stream.strip().lines().toList().getLast();
        assertTrue(mark, mark.matches("\\{\"type\":\"NOP\",\"op\":\"MARK\",\"epoch\":\\d+,\"version\":\\d+,\"snapshot\":true}"));
    }

    @Test
    public void terminatedItGoesAndTakesItsSocketAlong() throws Exception {
        await("the socket", () -> Files.exists(socket));
        observer.destroy();
        assertTrue(observer.waitFor(BOUND_SECONDS, TimeUnit.SECONDS));
        assertFalse(Files.exists(socket));
    }

    private String call(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Shipped.command().toString(), "--socket", socket.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(output, 0, process.waitFor());
        return output;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.holds()) {
            assertTrue(what + " did not come; said: " + said(), observer.isAlive() && System.nanoTime() < deadline);
            Thread.sleep(50);
        }
    }

    private String said() throws IOException {
        return Files.readString(said);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
