// SPDX-License-Identifier: Apache-2.0
package org.example.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One life of a command: a process, a routing socket, and two threads that carry messages between them. Whichever of the two ends first
/// takes the other along. What the command started goes along, but for a process whose parent had ended by then: nothing tells any
/// more whose it was.
final class ChildDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildDaemon.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Process process;
    private final RoutingSocket socket;
    /// Has a permit when the socket may have become readable.
    private final Semaphore readable = new Semaphore(0);

    /// @throws RoutingException EPROTONOSUPPORT when the switch does not know the protocol
    /// @throws IOException      when there is no shell
    ChildDaemon(RoutingDomain domain, String origin, String protocol, boolean mayWrite, String command) throws IOException {
        process = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Credentials credentials = new Credentials(Credentials.SELF.user(), (int) process.pid(), mayWrite);
            socket = domain.socket(SocketType.RAW, protocol, null, origin, credentials);
        } catch (RoutingException e) {
            end(process);
            throw e;
        }
        socket.onReadable(this::ring);
        Thread.ofVirtual().name("exec-read " + process.pid()).start(this::read);
        Thread.ofVirtual().name("exec-write " + process.pid()).start(this::write);
    }

    /// The switch's thread, which must not wait. One permit is enough, however many changes come.
    private void ring() {
        if (readable.availablePermits() == 0) {
            readable.release();
        }
    }

    /// What the child says. A pipe keeps no message together: the socket knows where one ends.
    private void read() {
        try (ReadableByteChannel output = Channels.newChannel(process.getInputStream())) {
            ByteBuffer buffer = ByteBuffer.allocate(2 * Frame.MAX_LENGTH).order(Frame.ORDER);
            boolean sound = true;
            while (sound && output.read(buffer) >= 0) {
                sound = send(buffer.flip());
                buffer.compact();
            }
        } catch (IOException e) {
            LOG.debug("{} says no more", process.pid(), e);
        }
        close();
    }

    /// Hands over all whole messages.
    ///
    /// @return false when these bytes cannot be a message, so that no further one can be found
    private boolean send(ByteBuffer buffer) {
        int end = buffer.limit();
        while (buffer.hasRemaining()) {
            int length = socket.messageLength(buffer);
            if (length == 0 || length > buffer.remaining()) {
                return true;
            }
            int next = length < 0 ? end : buffer.position() + length;
            try {
                socket.send(buffer.limit(next));
            } catch (RoutingException e) {
                // The protocol has answered it.
                LOG.debug("{} was refused: {}", process.pid(), e.getMessage());
            }
            buffer.limit(end).position(next);
            if (length < 0) {
                return false;
            }
        }
        return true;
    }

    /// What the child hears. A pipe that is full holds this thread back, and nobody else.
    private void write() {
        try (OutputStream input = process.getOutputStream()) {
            ByteBuffer buffer = ByteBuffer.allocate(2 * Frame.MAX_LENGTH).order(Frame.ORDER);
            while (true) {
                while (receive(buffer.clear())) {
                    input.write(buffer.array(), 0, buffer.position());
                }
                input.flush();
                readable.acquire();
            }
        } catch (IOException | InterruptedException | RoutingException e) {
            LOG.debug("{} hears no more", process.pid(), e);
        }
        close();
    }

    /// @return whether there may be more
    private boolean receive(ByteBuffer buffer) {
        try {
            return socket.receive(buffer) > 0;
        } catch (RoutingException e) {
            if (e.errno() == Errno.ENOBUFS) {
                // Replies were dropped because the child did not read. Said once; the stream goes on.
                return true;
            }
            throw e;
        }
    }

    /// Waits for the end of the process.
    ///
    /// @return its exit status
    int await() throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            close();
        }
    }

    /// Ends both. Any thread, as often as one likes.
    @Override
    public void close() {
        socket.close();
        end(process);
        // The writer may wait for news that do not come any more: it finds the socket closed.
        readable.release();
    }

    /// Asks the command, which may be more than the shell, to end; what has not done so in time is made to. Does not wait. The reader
    /// ends with the last process that could write.
    private static void end(Process process) {
        // They are found while their parents live.
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        family.forEach(ProcessHandle::destroy);
        family.forEach(member -> member.onExit()
                .completeOnTimeout(member, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(ProcessHandle::destroyForcibly));
    }
}
