// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A network namespace that a test made, and `ip` in it.
final class TestNamespace implements AutoCloseable {
    private final String name;

    private TestNamespace(String name) {
        this.name = name;
    }

    /// Makes a namespace with its loopback up. Skips the test where that is not possible.
    static TestNamespace make(String suffix) {
        String name = "rtsock-" + ProcessHandle.current().pid() + "-" + suffix;
        String refusal;
        try {
            refusal = run("", "ip", "netns", "add", name).error();
        } catch (IOException e) {
            refusal = e.toString();
        }
        Assumptions.assumeTrue(refusal.isBlank(), "needs root and iproute2 to make a network namespace: " + refusal);
        TestNamespace namespace = new TestNamespace(name);
        namespace.batch(List.of("link set lo up"));
        return namespace;
    }

    String name() {
        return name;
    }

    /// What a query prints.
    String ip(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(Arrays.asList(arguments.split(" ")));
        Result result = run("", command.toArray(String[]::new));
        if (result.output().isBlank()) {
            throw new IOException(String.join(" ", command) + ": " + result.error());
        }
        return result.output();
    }

    /// Runs commands in one process; those that the host refuses are passed over.
    ///
    /// @return what it said to the refused
    String batch(List<String> commands) {
        try {
            return run(String.join("\n", commands) + "\n", "ip", "-n", name, "-force", "-batch", "-").error();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            run("", "ip", "netns", "del", name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Result(String output, String error) {}

    private static Result run(String input, String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        // Read aside, so that neither pipe fills up while the other is served.
        StringBuilder error = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                error.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                error.append(e);
            }
        });
        try (var standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            reader.join();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " does not end");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return new Result(output, error.toString());
    }
}
