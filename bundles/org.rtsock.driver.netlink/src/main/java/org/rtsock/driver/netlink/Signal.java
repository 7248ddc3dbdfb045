// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Tells the driver's thread to end, or that there is something else than sockets to look at, also while it waits: closing a socket does
/// not wake a thread that waits for it, an eventfd does.
///
/// [#raise] and [#ring] may come from any thread; waiting belongs to the driver's thread. Close when that thread is gone and nobody rings.
final class Signal implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final LibC waiter = new LibC(arena);
    private final MemorySegment entries = arena.allocate(2L * LibC.POLLFD_BYTES, Integer.BYTES);
    private final MemorySegment count = arena.allocate(JAVA_LONG);
    private final int fd;
    private volatile boolean raised;

    /// @throws RoutingException what eventfd(2) says
    Signal() {
        fd = waiter.eventfd();
        if (fd < 0) {
            arena.close();
            throw new RoutingException(Errno.of(-fd), "eventfd: " + Errno.of(-fd).text());
        }
    }

    boolean raised() {
        return raised;
    }

    /// The driver's thread is to end.
    void raise() {
        raised = true;
        ring();
    }

    /// The driver's thread is to wake and look.
    void ring() {
        try (Arena own = Arena.ofConfined()) {
            new LibC(own).write(fd, own.allocateFrom(JAVA_LONG, 1));
        }
    }

    /// Waits until the socket is readable, somebody raises or rings, or the time is over. A ring wakes once.
    ///
    /// @param timeoutMillis negative for no limit
    void await(NetlinkSocket socket, int timeoutMillis) {
        await(socket.fd(), timeoutMillis);
    }

    /// Waits until somebody raises or rings, or the time is over.
    void pause(int timeoutMillis) {
        await(-1, timeoutMillis); // poll(2) ignores negative descriptors
    }

    private void await(int other, int timeoutMillis) {
        watch(0, fd);
        watch(1, other);
        waiter.poll(entries, timeoutMillis);
        waiter.read(fd, count); // sets it back, also after a raise, which is remembered; does not wait
    }

    private void watch(int index, int descriptor) {
        long offset = (long) index * LibC.POLLFD_BYTES;
        entries.set(JAVA_INT, offset, descriptor);
        entries.set(JAVA_SHORT, offset + 4, (short) LibC.POLLIN);
        entries.set(JAVA_SHORT, offset + 6, (short) 0);
    }

    @Override
    public void close() {
        waiter.close(fd);
        arena.close();
    }
}
