// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening socket and its file. A file that an appliance left behind when it was killed is taken over; one that somebody listens on,
/// or that is no socket, is not.
final class ListeningSocket implements AutoCloseable {
    /// Connections that may wait to be taken, when many daemons start at once; beyond it the host answers EAGAIN to those that do not wait.
    private static final int BACKLOG = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);
    /// `sun_path` of `struct sockaddr_un` on Linux, without the final zero.
    private static final int MAX_PATH = 107;
    /// `S_IFMT` and `S_IFSOCK` of `stat(2)`.
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;

    private final ServerSocketChannel channel;
    private final Path path;
    private final Object inode;

    private ListeningSocket(ServerSocketChannel channel, Path path) throws IOException {
        this.channel = channel;
        this.path = path;
        this.inode = inode(path);
    }

    /// @param mode permissions of the file: who can write to it can connect
    /// @throws RoutingException EADDRINUSE, ENAMETOOLONG, EACCES
    static ListeningSocket bind(SocketPath where, Set<PosixFilePermission> mode) throws IOException {
        Path path = where.path();
        if (path.toString().getBytes().length > MAX_PATH) {
            throw new RoutingException(Errno.ENAMETOOLONG, "socket path " + path + " is longer than " + MAX_PATH + " bytes");
        }
        makeFolder(where.folder());
        removeStale(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            ListeningSocket socket = new ListeningSocket(channel, path);
            Files.setPosixFilePermissions(path, mode);
            if (where.shared()) {
                socket.requireOwn(where.folder());
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /// The account that the appliance runs as.
    UserPrincipal owner() throws IOException {
        return Files.getOwner(path);
    }

    /// Stops listening and removes the file, if it is still the one that was made here.
    @Override
    public void close() {
        try {
            boolean ours = Files.exists(path) && inode(path).equals(inode);
            channel.close();
            if (ours) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("socket file {} could not be removed", path, e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            // Others may come in and connect, but not put another socket in the place of this one.
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
    }

    /// Under /tmp anybody could have made the folder first and swap the socket for one of his own.
    private void requireOwn(Path folder) throws IOException {
        UserPrincipal holder = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal own = owner();
        if (!holder.equals(own)) {
            Files.deleteIfExists(path);
            throw new RoutingException(Errno.EACCES, "folder " + folder + " belongs to " + holder + ", not to " + own);
        }
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != TYPE_SOCKET) {
            throw new RoutingException(Errno.EADDRINUSE, "socket path " + path + " is taken by a file that is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new RoutingException(Errno.EADDRINUSE, "somebody listens at " + probe.getRemoteAddress() + " already");
        } catch (ConnectException e) {
            LOG.info("socket file {} was left behind; removed", path);
            Files.deleteIfExists(path);
        }
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
