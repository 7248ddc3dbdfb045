// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.client.Endpoint;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;
import org.rtsock.itests.RunningAppliance;
import org.rtsock.itests.Shipped;
import org.rtsock.testkit.LabCertificates;

/// The appliance of the suite: interfaces of a short script, whatever routes its writers want, both transports. It comes and goes, in one
/// folder.
final class KillsLab implements AutoCloseable {
    private static final String FEATURE = """
            {
              "name": "target",
              "title": "An appliance that is killed",
              "features": ["core", "protocol-rts", "transport-unix", "transport-tcp", "driver-replay"],
              "configurations": {
                "org.rtsock.driver.replay": { "file": "%s", "speed": 0, "repeat": 1 },
                "org.rtsock.reporter.route": { "resumeWindow": %d }
              }
            }
            """;
    private static final String JAVA_OPTIONS = "RTSOCK_JAVA_OPTS=-Xmx384m -XX:+UseSerialGC";

    private final Path folder;
    private final Path feature;
    private final LabCertificates certificates;
    private final int port;
    private RunningAppliance appliance;
    private int edition;

    private KillsLab(Path folder, Path feature, LabCertificates certificates, int port) {
        this.folder = folder;
        this.feature = feature;
        this.certificates = certificates;
        this.port = port;
    }

    static KillsLab make(Path folder, int resumeWindow) throws Exception {
        Path feature = Files.writeString(
                folder.resolve("target.json"), FEATURE.formatted(Shipped.home().resolve("share/lab.jsonl").toRealPath(), resumeWindow));
        Files.createDirectory(folder.resolve("conf"));
        KillsLab lab = new KillsLab(folder, feature, LabCertificates.make(folder.resolve("pki"), "write"), freePort());
        lab.configure();
        lab.start();
        return lab;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /// Writes the configuration of both transports, with a value that is another one each time: a running one closes all connections
    /// and begins anew.
    void configure() throws IOException {
        edition++;
        String patience = "preambleTimeoutMillis=" + (10_000 + edition);
        List<String> tcp = new ArrayList<>(List.of("address=localhost", "port=" + port, patience));
        certificates.settings().forEach((key, value) -> tcp.add(key + "=" + value));
        replace("org.rtsock.transport.tcp.cfg", tcp);
        replace("org.rtsock.transport.unix.cfg", List.of("path=" + socket(), patience));
    }

    private void replace(String file, List<String> lines) throws IOException {
        Files.write(folder.resolve("conf").resolve(file), lines);
    }

    void start() throws Exception {
        appliance = RunningAppliance.start(
                folder, Shipped.command().toAbsolutePath(), List.of("env", JAVA_OPTIONS), feature.toString(), "--config", "conf",
                "--data", "data");
        appliance.await("the end of its script", () -> {
            try {
                return statistic("replay.done") == 1;
            } catch (IOException _) {
                return false;
            }
        });
    }

    void kill() throws InterruptedException {
        appliance.kill();
    }

    Path socket() {
        return folder.resolve("target.sock");
    }

    Endpoint unix() {
        return Endpoint.unix(socket());
    }

    Endpoint tls() {
        return KillableDaemon.tls(port, certificates.daemon(), certificates.daemonKey(), certificates.authority());
    }

    /// For a [KillableDaemon].
    List<String> where(boolean tcp) {
        return tcp
                ? List.of(
                        "tcp", Integer.toString(port), certificates.daemon().toString(), certificates.daemonKey().toString(),
                        certificates.authority().toString())
                : List.of("unix", socket().toString());
    }

    /// What the kernel holds.
    ResumePoint dump(Map<String, String> held) throws IOException {
        try (RtsockConnection connection = RtsockConnection.connect(unix())) {
            StreamMessage.Mark mark = connection.dump(Holding.mode(null), message -> {
                if (message instanceof StreamMessage.Event event) {
                    held.put(Holding.key(event.type().type(), event.object()), event.object().toString());
                }
            });
            return new ResumePoint(mark.epoch(), mark.version());
        }
    }

    ResumePoint place() throws IOException {
        return dump(new HashMap<>());
    }

    List<Map<String, Object>> info(String topic) throws IOException {
        try (RtsockConnection connection = RtsockConnection.connect(unix())) {
            return connection.info(topic);
        }
    }

    long statistic(String name) throws IOException {
        for (Map<String, Object> row : info("stats")) {
            if (row.containsValue(name) && row.get("value") instanceof Long value) {
                return value;
            }
        }
        throw new AssertionError("no counter " + name);
    }

    /// Asks by the command.
    String ask(String... words) throws Exception {
        return appliance.ask(socket(), words);
    }

    long pid() {
        return appliance.pid();
    }

    @Override
    public void close() {
        appliance.close();
    }

    /// What an appliance that was stopped must not leave behind.
    void requireNothingLeft() throws IOException {
        if (Files.exists(socket())) {
            throw new AssertionError(socket() + " is left");
        }
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
}
