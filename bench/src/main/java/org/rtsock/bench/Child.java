// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A listener in a process of its own: a JVM like this one, with little heap, that runs a [Program]. What is said and answered is
/// that program's.
final class Child implements AutoCloseable {
    /// What the process found.
    ///
    /// @param seconds from the request to the mark that ends what it waited for
    record Outcome(int living, long deliveries, long checksum, long version, double seconds) {
        static Outcome of(String line) {
            String[] words = line.split(" ");
            return new Outcome(Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]),
                    Long.parseLong(words[3]), Double.parseDouble(words[4]));
        }

        String line() {
            return living + " " + deliveries + " " + checksum + " " + version + " " + seconds;
        }

        /// @throws AssertionError when that is not what was written
        void expect(int routes, long sum, long last) {
            if (living != routes || deliveries != routes || checksum != sum || version != last) {
                throw new AssertionError("a process holds " + living + " routes after " + deliveries + " of " + routes + ", checksum "
                        + checksum + " of " + sum + ", version " + version + " of " + last);
            }
        }
    }

    private static final List<String> ORDINARY = List.of("-Xmx192m", "-XX:+UseSerialGC");
    /// Of a process that is one of many and hears little: what it costs is the transport's, not the compiler's.
    private static final List<String> FRUGAL = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Process process;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static Child start(Object... arguments) throws IOException {
        return start(ORDINARY, arguments);
    }

    static Child startFrugal(Object... arguments) throws IOException {
        return start(FRUGAL, arguments);
    }

    private static Child start(List<String> options, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /// Gives the process a line to read.
    void say(Object line) throws IOException {
        Writer input = process.outputWriter();
        input.write(line + "\n");
        input.flush();
    }

    /// Waits for a line of the process.
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("the other process failed; its reason stands on standard error");
        }
        return line;
    }

    /// Waits until the process has subscribed.
    void ready() throws IOException {
        String line = line();
        if (!line.equals("ready")) {
            throw new AssertionError("a listening process said '" + line + "'");
        }
    }

    /// Waits until it has read all.
    Outcome outcome() throws IOException {
        return Outcome.of(line());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
