// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.client.DefaultSocket;
import org.rtsock.client.Endpoint;
import org.rtsock.client.PemFiles;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Which appliance a command is for.
final class ConnectOptions {
    private static final List<String> FILES = List.of("cert.pem", "key.pem", "ca.pem");
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "The appliance's unix socket. Default: $$RTSOCK_SOCKET, else the one of the current user.")
    private @Nullable Path socket;

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            description = "The appliance's tcp transport instead, by TLS. [ADDRESS]:PORT for an IPv6 address.")
    private @Nullable String host;

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "With --connect: folder of cert.pem and key.pem, which say who we are, and ca.pem, whom we trust. Default: $$RTSOCK_TLS.")
    private @Nullable Path tls;

    /// Whether one is named on the command line.
    boolean isGiven() {
        return socket != null || host != null;
    }

    /// @throws UsageException when the words name none
    Endpoint endpoint(Map<String, String> environment) {
        if (host == null) {
            if (tls != null) {
                throw new UsageException("--tls needs --connect");
            }
            return Endpoint.unix(socket != null ? socket : DefaultSocket.path(environment, System.getProperty("user.name", "unknown")));
        }
        if (socket != null) {
            throw new UsageException("--socket and --connect do not go together");
        }
        Path folder = tls != null ? tls : Path.of(environment.getOrDefault("RTSOCK_TLS", ""));
        if (folder.toString().isEmpty()) {
            throw new UsageException("--connect needs --tls DIR, or $RTSOCK_TLS: the folder of cert.pem, key.pem and ca.pem");
        }
        for (String file : FILES) {
            if (!Files.isReadable(folder.resolve(file))) {
                throw new UsageException("file '" + folder.resolve(file) + "' of --tls cannot be read");
            }
        }
        int colon = host.lastIndexOf(':');
        if (colon < 1) {
            throw new UsageException("--connect '" + host + "' is not HOST:PORT");
        }
        String name = host.substring(0, colon);
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        int port = (int) Arguments.number("port of --connect", host.substring(colon + 1), 1, MAX_PORT);
        return Endpoint.tls(
                bare,
                port,
                new PemFiles(folder.resolve(FILES.get(0)), folder.resolve(FILES.get(1)), folder.resolve(FILES.get(2))));
    }
}
