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
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/// The lab of the assembled distribution as a process: its own script, a recording of it, and recordings that make no sense.
public class ReplayIT {
    private static final long BOUND_SECONDS = 60;
    private static final List<String> TYPES = List.of("ifd", "ifl", "iff", "ifa", "rttable", "route", "redirect");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Process> processes = new ArrayList<>();
    private Path home;
    private Path socket;
    private Path said;

    @Before
    public void namePaths() {
        home = folder.getRoot().toPath();
        socket = home.resolve("rtsock.sock");
        said = home.resolve("said");
    }

    @After
    public void stop() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    public void labRunsItsScriptWithoutAnyRecording() throws Exception {
        start("run", "lab");
        await("the script's first change", () -> statistic("commits") > 1);
        for (String type : TYPES) {
            assertEquals(type, type.equals("redirect"), call("show", type, "--json").strip().equals("[]"));
        }
        assertFalse(said(), said().contains("ERROR") || said().contains("WARN"));
    }

    @Test
    public void recordingOfALabIsThatLabAgain() throws Exception {
        start("run", "lab", "--set", "org.rtsock.driver.replay:speed=10", "--set", "org.rtsock.driver.replay:repeat=2");
        Path recording = home.resolve("recording");
        processes.add(new ProcessBuilder(Shipped.command().toString(), "--socket", socket.toString(), "record", recording.toString())
                .redirectErrorStream(true)
                .start());
        await("the end of the script", () -> statistic("done") == 1);
        String mark = call("monitor", "--types", "ifd", "--until-mark", "--json").lines().toList().getLast();
        String version = mark.substring(mark.indexOf("\"epoch\""), mark.indexOf(",\"snapshot\""));
        await("the last commit in the recording", () -> Files.readString(recording).contains("\"op\":\"MARK\"," + version));
        List<String> recorded = shown();
        stop();
        processes.clear();
        start("replay", recording.toString());
        await("the end of the recording", () -> statistic("done") == 1);
        assertEquals(recorded, shown());
    }

    @Test
    public void badLineEndsTheReplayAndNothingElse() throws Exception {
        Path recording = home.resolve("recording");
        String ifd = "{\"type\":\"IFDEV\",\"op\":\"ADD\",\"ifd\":{\"index\":1,\"name\":\"ge0\",\"mtu\":%s,\"up\":true,\"running\":true}}%n";
        String mark = "{\"type\":\"NOP\",\"op\":\"MARK\"}%n";
        Files.writeString(recording, (ifd + mark + ifd + ifd + mark).formatted("1500", "9000", "-1"));
        start("replay", recording.toString(), "--repeat=3");
        await("the bad line", () -> statistic("failed") == 1);
        assertTrue(said(), said().contains(recording + ", line 4: 'mtu' is -1, not 0 to 4294967295"));
        assertTrue(call("show", "ifd", "--json").contains("\"mtu\":1500"));
        assertEquals(4, statistic("line"));
    }

    @Test
    public void wrongWordsAreRefusedBeforeAnythingStarts() throws Exception {
        assertEquals("rtsock: a file is missing\nTry 'rtsock replay --help'.\n", refused("replay"));
        assertEquals("rtsock: option --speed needs a value\nTry 'rtsock replay --help'.\n", refused("replay", "x", "--speed"));
        assertEquals("rtsock: 'none' is not a file that can be read\nTry 'rtsock replay --help'.\n", refused("replay", "none"));
        String there = folder.newFile().toString();
        for (String wrong : List.of("--speed=fast", "--speed=1.5.0", "--repeat=-1", "--repeat=")) {
            String[] words = wrong.split("=", 2);
            assertEquals(
                    "rtsock: " + words[0] + " '" + words[1] + "' is not a number from 0 up\nTry 'rtsock replay --help'.\n",
                    refused("replay", there, wrong));
        }
        assertEquals("rtsock: 'b' is one file too many\nTry 'rtsock replay --help'.\n", refused("replay", "a", "--speed", "1", "b"));
    }

    private void start(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Shipped.command().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--socket", socket.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        processes.add(process);
        await("the line that it runs", () -> said().contains("lab is running"));
    }

    private List<String> shown() throws Exception {
        List<String> shown = new ArrayList<>();
        for (String type : TYPES) {
            shown.add(call("show", type, "--json"));
        }
        return shown;
    }

    private long statistic(String name) throws Exception {
        for (String line : call("show", "stats").lines().toList()) {
            if (line.startsWith("replay." + name + " ")) {
                return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        throw new AssertionError("no counter replay." + name);
    }

    private String call(String... words) throws Exception {
        return run(0, words);
    }

    private String refused(String... words) throws Exception {
        return run(2, words);
    }

    private String run(int status, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Shipped.command().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RTSOCK_SOCKET", socket.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(output, status, process.waitFor());
        return output;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.holds()) {
            assertTrue(what + " did not come; said: " + said(), processes.getLast().isAlive() && System.nanoTime() < deadline);
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
