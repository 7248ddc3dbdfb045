// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Test;
import org.rtsock.itests.beacon.BeaconJar;
import org.rtsock.itests.beacon.Flaw;

/// The distribution on a real Linux kernel, in network namespaces that the test makes; the scripts of `src/test/host` share no code with it.
public class HostIT {
    private static final Path SCRIPTS = Path.of("src/test/host").toAbsolutePath();

    @Before
    public void needsRootAndTools() throws Exception {
        assumeTrue("skipped: host tests need root to make network namespaces", "0".equals(output("id", "-u").strip()));
        needs("ip", "python3");
        assumeTrue("skipped: this host does not let root make network namespaces", succeeds("unshare", "-n", "true"));
    }

    /// `-Drtsock.operations=N -Drtsock.seed=S` to run it longer, or again.
    @Test
    public void randomOperationsLeaveNoDifference() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(System.getProperty("rtsock.operations", "2000")));
        String seed = System.getProperty("rtsock.seed");
        if (seed != null) {
            arguments.add(seed);
        }
        run("random_ops.py", arguments.toArray(String[]::new));
    }

    @Test
    public void overrunOfTheReceiveBufferLeavesNoDifference() throws Exception {
        run("flood.py");
    }

    @Test
    public void killedMonitorResumesWithTheDifference() throws Exception {
        run("resume.py");
    }

    @Test
    public void reporterThatComesBackGivesWhatWasMissed() throws Exception {
        run("reporter_restart.py");
    }

    @Test
    public void twoProtocolsHearTheSameCommits() throws Exception {
        run("two_protocols.py");
    }

    @Test
    public void badInputGetsItsWordAndHarmsNobodyElse() throws Exception {
        run("bad_input.py");
    }

    @Test
    public void recordingReplaysToTheSameState() throws Exception {
        run("record_replay.py");
    }

    /// The plug-in comes as a jar, so that its type is one that the client cannot know.
    @Test
    public void pythonClientKeepsAReplicaAndAsks() throws Exception {
        Path jar = Files.createTempFile("rtsock-beacon", ".jar");
        try (InputStream beacon = BeaconJar.of(BeaconJar.SYMBOLIC_NAME, "1.0.0", Flaw.NONE)) {
            Files.copy(beacon, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        run("python_client.py", jar.toString());
        Files.delete(jar);
    }

    @Test
    public void wiresharkShowsWhatWasSaid() throws Exception {
        needs("tshark", "openssl");
        run("wireshark.py");
    }

    @Test
    public void daemonWhoseNetworkWentIsLetGo() throws Exception {
        needs("openssl");
        run("half_open.py");
    }

    /// `-Drtsock.connections=N` to open and drop more.
    @Test
    public void badPeersAreRefusedAndCountedAndHarmNobodyElse() throws Exception {
        needs("openssl");
        run("tcp_abuse.py", System.getProperty("rtsock.connections", "10000"));
    }

    @Test
    public void thousandsListenAndAllOfThemHear() throws Exception {
        needs("openssl");
        run("many_listeners.py", "1000", "200");
    }

    private static void needs(String... tools) throws Exception {
        for (String tool : tools) {
            assumeTrue("skipped: " + tool + " is not installed", succeeds("sh", "-c", "command -v " + tool));
        }
    }

    private static void run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-B", SCRIPTS.resolve(script).toString(), Shipped.command().toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("rtsock-" + script, ".log");
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(20, TimeUnit.MINUTES);
        if (!ended) {
            process.destroy();
        }
        String said = Files.readString(output);
        System.out.println(script + ": " + said.strip());
        assertEquals(script + " said: " + said, 0, ended ? process.exitValue() : -1);
        Files.delete(output);
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    private static String output(String... command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes());
    }
}
