// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.itests.Shipped;
import org.rtsock.testkit.Await;

/// A [KillableDaemon], one process after the other. Called by the suite's thread; another one reads what the process says.
final class DaemonHandle {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final String name;
    private final boolean stores;
    private final Path errors;
    private final List<String> command;
    private final BlockingQueue<Map<String, String>> states = new LinkedBlockingQueue<>();
    private Process process;
    private Thread reader;
    /// Guarded by this, as all that the process has said.
    private final List<FirstMark> firsts = new ArrayList<>();
    private long tornTails;

    private DaemonHandle(String name, boolean stores, Path errors, List<String> command) {
        this.name = name;
        this.stores = stores;
        this.errors = errors;
        this.command = command;
    }

    /// Starts one.
    ///
    /// @param stores whether it is to survive its process
    /// @param where  the appliance is, see [KillableDaemon]
    static DaemonHandle start(String name, Path folder, boolean stores, List<String> where) throws IOException {
        String path = String.join(File.pathSeparator, classes().toString(), Shipped.library("org.rtsock.client").toString(),
                Shipped.library("org.rtsock.api").toString());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", path, KillableDaemon.class.getName(),
                stores ? folder.resolve(name + ".state").toString() : "-"));
        command.addAll(where);
        DaemonHandle daemon = new DaemonHandle(name, stores, folder.resolve(name + ".err"), command);
        daemon.restart();
        return daemon;
    }

    private static Path classes() {
        return Path.of(KillableDaemon.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    void restart() throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start();
        BufferedReader output = process.inputReader();
        reader = Thread.ofPlatform().daemon().name("reads " + name).start(() -> read(output));
    }

    private void read(BufferedReader output) {
        try {
            String line;
            while ((line = output.readLine()) != null) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case KillableDaemon.HELD -> countTorn(Long.parseLong(words[2]));
                    case FirstMark.WORD -> add(FirstMark.parse(line));
                    case KillableDaemon.STATE -> states.add(state(output, Integer.parseInt(words[1])));
                    default -> throw new AssertionError(name + " said " + line);
                }
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Map<String, String> state(BufferedReader output, int size) throws IOException {
        Map<String, String> state = new HashMap<>();
        for (int i = 0; i < size; i++) {
            String[] parts = output.readLine().split("\t", 2);
            state.put(parts[0], parts[1]);
        }
        return state;
    }

    private synchronized void add(FirstMark first) {
        firsts.add(first);
    }

    private synchronized void countTorn(long bytes) {
        tornTails += bytes > 0 ? 1 : 0;
    }

    synchronized long tornTails() {
        return tornTails;
    }

    /// The subscriptions that came to their first mark, of all its processes.
    synchronized List<FirstMark> firsts() {
        return List.copyOf(firsts);
    }

    /// Waits for a subscription.
    ///
    /// @param since how many there were when the wait became necessary
    void awaitFirst(int since, Predicate<FirstMark> wanted) throws Exception {
        Await.until("a subscription of " + this, BOUND, () -> {
            requireAlive();
            List<FirstMark> now = firsts();
            return now.size() > since && wanted.test(now.getLast());
        });
    }

    /// Asks for the state at a place; [#state] has the answer.
    void ask(ResumePoint place) throws IOException {
        Writer input = process.outputWriter();
        input.write(FirstMark.text(place) + "\n");
        input.flush();
    }

    Map<String, String> state() throws Exception {
        Map<String, String> state = states.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
        requireAlive();
        if (state == null) {
            throw new AssertionError(this + " does not say what it holds; its subscriptions were " + firsts());
        }
        return state;
    }

    private void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(this + " ended by itself: " + Files.readString(errors));
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
        states.clear();
    }

    /// Whether it survives its process.
    boolean stores() {
        return stores;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String toString() {
        return name;
    }
}
