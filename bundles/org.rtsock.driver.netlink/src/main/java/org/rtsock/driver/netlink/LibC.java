// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls into the C library. Each answers what the function returned, or the negative errno where it failed.
///
/// An instance keeps the errno of the last call, so it belongs to one thread at a time.
final class LibC {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EMSGSIZE = 90;
    static final int ENOBUFS = 105;
    static final int AF_NETLINK = 16;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int POLLIN = 1;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x40000000;
    /// `struct pollfd`: fd, events, revents.
    static final int POLLFD_BYTES = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND = function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVFROM =
            function("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EVENTFD = function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle OPEN = function("open", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETNS = function("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

    private final MemorySegment state;

    LibC(Arena arena) {
        state = arena.allocate(STATE);
    }

    int socket(int domain, int type, int protocol) {
        try {
            return answer((int) SOCKET.invokeExact(state, domain, type, protocol));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int bind(int fd, MemorySegment address) {
        try {
            return answer((int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int setsockopt(int fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocateFrom(JAVA_INT, value);
            return answer((int) SETSOCKOPT.invokeExact(state, fd, level, option, argument, Integer.BYTES));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int send(int fd, MemorySegment message, long length) {
        try {
            return answer((long) SEND.invokeExact(state, fd, message, length, 0));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// @param length in: room for the address, out: its length
    int recvfrom(int fd, MemorySegment buffer, int flags, MemorySegment address, MemorySegment length) {
        try {
            return answer((long) RECVFROM.invokeExact(state, fd, buffer, buffer.byteSize(), flags, address, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// @param entries an array of `struct pollfd`
    int poll(MemorySegment entries, int timeoutMillis) {
        try {
            return answer((int) POLL.invokeExact(state, entries, entries.byteSize() / POLLFD_BYTES, timeoutMillis));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int eventfd() {
        try {
            return answer((int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int write(int fd, MemorySegment bytes) {
        try {
            return answer((long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int read(int fd, MemorySegment bytes) {
        try {
            return answer((long) READ.invokeExact(state, fd, bytes, bytes.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Opens a file to read.
    int open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return answer((int) OPEN.invokeExact(state, arena.allocateFrom(path), O_CLOEXEC));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Moves the calling thread, and no other, into a network namespace.
    int setns(int fd) {
        try {
            return answer((int) SETNS.invokeExact(state, fd, CLONE_NEWNET));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int close(int fd) {
        try {
            return answer((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private int answer(long result) {
        return result >= 0 ? (int) result : -(int) ERRNO.get(state, 0L);
    }

    private static AssertionError unexpected(Throwable e) {
        return new AssertionError("a C function threw", e);
    }

    @SuppressWarnings("restricted") // this is the class that the driver needs native access for
    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }
}
