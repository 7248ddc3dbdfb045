// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where daemons connect. The command follows the same rule when it is not told a path, so both find each other.
record SocketPath(Path path, String origin) {
    /// Framework and system property that tells the unix transport.
    static final String PROPERTY = "rtsock.socket";

    /// @param option      what `--socket` said, or null
    /// @param environment of the process
    static SocketPath choose(@Nullable Path option, Map<String, String> environment) {
        if (option != null) {
            return new SocketPath(option, "--socket");
        }
        String named = environment.getOrDefault("RTSOCK_SOCKET", "");
        if (!named.isEmpty()) {
            return new SocketPath(Path.of(named).toAbsolutePath(), "RTSOCK_SOCKET");
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) {
            return new SocketPath(Path.of(runtime, "rtsock.sock").toAbsolutePath(), "XDG_RUNTIME_DIR");
        }
        return ofUser(Path.of("/tmp"), System.getProperty("user.name"));
    }

    static SocketPath ofUser(Path temporary, String user) {
        return new SocketPath(temporary.resolve("rtsock-" + user).resolve("rtsock.sock"), "");
    }

    /// Makes the user's own folder under the temporary one, or finds that the folder is there.
    void prepareFolder() throws LaunchException {
        Path folder = path.getParent();
        if (folder == null || !origin.isEmpty()) {
            if (folder == null || !Files.isDirectory(folder)) {
                throw LaunchException.wrongUse("the folder of socket " + path + " (from " + origin + ") does not exist");
            }
            return;
        }
        try {
            prepareOwn(folder);
        } catch (IOException e) {
            throw LaunchException.failed("folder " + folder + " of the socket cannot be made: " + e);
        }
    }

    /// Refuses a path on which somebody listens: the appliance would run and nobody could reach it. A file that was left behind is in nobody's way.
    void requireFree() throws LaunchException {
        if (!Files.exists(path)) {
            return;
        }
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw LaunchException.failed("socket " + path + " is in use: an appliance listens on it; name another by --socket");
        } catch (IOException e) {
            // Nobody answers. Whether the file may be taken over is for the transport to say.
        }
    }

    /// Everyone may reach the socket, so everyone may enter the folder; but anybody can make folders under the temporary one, so a folder that
    /// is not ours, or that others may write, could be a trap.
    private static void prepareOwn(Path folder) throws IOException, LaunchException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean ours = found.owner().getName().equals(System.getProperty("user.name"));
        boolean closed = !found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        if (!found.isDirectory() || !ours || !closed) {
            throw LaunchException.failed("folder " + folder + " of the socket must be a folder of user " + System.getProperty("user.name")
                    + " that no one else may write; name another by --socket");
        }
    }
}
