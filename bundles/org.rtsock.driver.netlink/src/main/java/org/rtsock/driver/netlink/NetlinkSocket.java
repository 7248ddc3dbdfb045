// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A socket of AF_NETLINK, NETLINK_ROUTE, with the one buffer that it sends from and receives into: nothing is allocated for a datagram.
///
/// Stays in the network namespace of the thread that opened it. Belongs to one thread at a time.
///
/// ```
///   struct sockaddr_nl:   u16 family   u16 zero   u32 port (0: the kernel)   u32 groups
/// ```
final class NetlinkSocket implements AutoCloseable {
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_DROP_MEMBERSHIP = 2;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int ADDRESS_BYTES = 12;
    private static final int PORT_OFFSET = 4;
    /// Dumps come in datagrams of up to 32 KiB; the news of a link with many virtual functions may be longer.
    private static final int BUFFER_BYTES = 256 << 10;

    private final Arena arena = Arena.ofShared();
    private final LibC libc = new LibC(arena);
    private final MemorySegment memory = arena.allocate(BUFFER_BYTES, Long.BYTES);
    private final ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    private final MemorySegment address = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
    private final MemorySegment addressLength = arena.allocate(JAVA_INT);
    private final int fd;

    /// @throws RoutingException what socket(2) or bind(2) says
    NetlinkSocket() {
        fd = libc.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, NETLINK_ROUTE);
        if (fd < 0) {
            arena.close();
            throw failure(fd, "socket of netlink");
        }
        address.set(JAVA_SHORT, 0, (short) LibC.AF_NETLINK);
        int bound = libc.bind(fd, address);
        if (bound < 0) {
            close();
            throw failure(bound, "bind of netlink socket");
        }
    }

    int fd() {
        return fd;
    }

    /// The bytes to send and those received, in the machine's order. Position and limit mean nothing.
    ByteBuffer bytes() {
        return bytes;
    }

    /// @throws RoutingException what setsockopt(2) says
    void join(int group) {
        require(NETLINK_ADD_MEMBERSHIP, group, "membership of group " + group);
    }

    /// @throws RoutingException what setsockopt(2) says
    void leave(int group) {
        require(NETLINK_DROP_MEMBERSHIP, group, "end of membership of group " + group);
    }

    /// Makes the host check requests strictly, so that it honours every field of them or refuses, and explain what it refuses.
    ///
    /// @throws RoutingException what setsockopt(2) says, on kernels before 4.20
    void beStrict() {
        require(NETLINK_GET_STRICT_CHK, 1, "strict checking of requests");
        require(NETLINK_EXT_ACK, 1, "extended acknowledgements");
    }

    /// Asks for a receive buffer. Without CAP_NET_ADMIN the host caps it at `net.core.rmem_max`.
    void receiveBuffer(int size) {
        if (libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, size) < 0) {
            libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, size);
        }
    }

    /// Sends the first bytes of the buffer to the host.
    ///
    /// @throws RoutingException what send(2) says
    void send(int length) {
        int sent = libc.send(fd, memory, length);
        if (sent < 0) {
            throw failure(sent, "request to the host");
        }
    }

    /// Receives one datagram without waiting.
    ///
    /// @return its length, which is more than the buffer's capacity when its end was cut off; negative errno, EAGAIN when there is none
    int receive() {
        addressLength.set(JAVA_INT, 0, ADDRESS_BYTES);
        return libc.recvfrom(fd, memory, LibC.MSG_DONTWAIT | LibC.MSG_TRUNC, address, addressLength);
    }

    /// Whether the host sent the last datagram; other processes can send to a netlink socket too.
    boolean fromHost() {
        return addressLength.get(JAVA_INT, 0) == ADDRESS_BYTES && address.get(JAVA_INT, PORT_OFFSET) == 0;
    }

    private void require(int option, int value, String what) {
        int result = libc.setsockopt(fd, SOL_NETLINK, option, value);
        if (result < 0) {
            throw failure(result, what);
        }
    }

    static RoutingException failure(int negativeErrno, String what) {
        Errno errno = Errno.of(-negativeErrno);
        return new RoutingException(errno, what + ": " + errno.text() + " (errno " + -negativeErrno + ")");
    }

    @Override
    public void close() {
        libc.close(fd);
        arena.close();
    }
}
