// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An appliance as a process, in a folder of its own: its output, its runtime folder with the default socket, its data.
public final class RunningAppliance implements AutoCloseable {
    private static final long BOUND_SECONDS = 60;

    private final Path folder;
    private final Path command;
    private final Process process;

    private RunningAppliance(Path folder, Path command, Process process) {
        this.folder = folder;
        this.command = command;
        this.process = process;
    }

    /// What a run that ended said, and how it ended.
    record Outcome(int status, String said) {}

    /// Starts `rtsock run`.
    ///
    /// @param folder what the user has: feature files, jars, configuration; the appliance runs in it
    /// @param around a command that is to run it, such as one that makes a namespace; may be empty
    public static RunningAppliance start(Path folder, Path command, List<String> around, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(around);
        words.addAll(List.of(command.toString(), "run"));
        words.addAll(List.of(arguments));
        RunningAppliance appliance = new RunningAppliance(folder, command, process(folder, words).start());
        try {
            appliance.await("the line that it runs", () -> appliance.said().contains(" is running: "));
            return appliance;
        } catch (Exception | AssertionError e) {
            appliance.close();
            throw e;
        }
    }

    /// Runs a command of the distribution to its end.
    ///
    /// @return what it said on standard output and standard error
    static Outcome outcome(Path folder, Path command, String... arguments) throws Exception {
        return outcome(folder, command, true, arguments);
    }

    /// The same.
    ///
    /// @return what it said on standard output
    static Outcome answer(Path folder, Path command, String... arguments) throws Exception {
        return outcome(folder, command, false, arguments);
    }

    private static Outcome outcome(Path folder, Path command, boolean errors, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(List.of(arguments));
        Path said = Files.createTempFile(folder, "outcome", ".txt");
        ProcessBuilder builder = process(folder, words).redirectOutput(said.toFile());
        if (!errors) {
            builder.redirectErrorStream(false).redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        Process process = builder.start();
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(words + " did not end; said: " + Files.readString(said));
        }
        return new Outcome(process.exitValue(), Files.readString(said));
    }

    private static ProcessBuilder process(Path folder, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().remove("RTSOCK_SOCKET");
        return builder;
    }

    /// Asks this appliance; the answer must be that it is done.
    public String ask(Path socket, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("--socket", socket.toString()));
        words.addAll(List.of(arguments));
        Outcome outcome = outcome(folder, command, words.toArray(String[]::new));
        assertTrue(words + " ended with " + outcome.status() + ": " + outcome.said(), outcome.status() == 0);
        return outcome.said();
    }

    /// Types a line at the appliance's console.
    void type(String line) throws IOException {
        process.outputWriter().append(line).append('\n').flush();
    }

    /// Waits until the process has ended by itself.
    int awaitEnd() throws InterruptedException {
        assertTrue("it did not end; it runs on", process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }

    public void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.holds()) {
            assertTrue(what + " did not come; said: " + said(), process.isAlive() && System.nanoTime() < deadline);
            Thread.sleep(50);
        }
    }

    public String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    public long pid() {
        return process.pid();
    }

    /// Ends it as a power cut would: nothing of it runs any more.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Something to wait for.
    public interface Condition {
        boolean holds() throws Exception;
    }
}
