// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Route;

/// Asks the host for its state, on a socket of its own. Belongs to the driver's thread.
final class DumpReader implements AutoCloseable {
    private static final int LINK_HEADER_BYTES = 16;
    private static final int ADDRESS_HEADER_BYTES = 8;
    private static final int ROUTE_HEADER_BYTES = 12;
    private static final int IFLA_EXT_MASK = 29;
    private static final int RTEXT_FILTER_SKIP_STATS = 8;
    private static final int RECEIVE_BUFFER = 1 << 20;
    private static final int ANSWER_MILLIS = 10_000;
    private static final int TRIES = 8;

    private final NetlinkSocket socket;
    private final NetlinkMessages messages;
    private final Counters counters;
    private final Signal stop;
    private int sequence;

    /// @throws RoutingException what the host says to the socket or its options
    DumpReader(Counters counters, Signal stop) {
        this.socket = new NetlinkSocket();
        this.messages = new NetlinkMessages(socket.bytes());
        this.counters = counters;
        this.stop = stop;
        try {
            socket.beStrict();
            socket.receiveBuffer(RECEIVE_BUFFER);
        } catch (RoutingException e) {
            socket.close();
            throw e;
        }
    }

    /// Dumps links, addresses, and routes of the families.
    ///
    /// Links come first because the host takes its configuration lock (RTNL) to list them: an operation that was announced by an event and
    /// is not over yet, such as the removal of routes behind a link that goes down, is over when the answer begins. Routes are listed
    /// without the lock.
    ///
    /// @throws RoutingException the host's errno; ETIMEDOUT when it does not answer, EINTR when the driver is told to stop
    HostDump read(Set<Family> families) {
        boolean whole = true;
        List<HostLink> links = new ArrayList<>();
        whole &= dump(Rtnetlink.RTM_GETLINK, linksRequest(), LinkDecoder::decode, links).success();
        List<Ifa> addresses = new ArrayList<>();
        whole &= dump(Rtnetlink.RTM_GETADDR, new byte[ADDRESS_HEADER_BYTES], AddressDecoder::decode, addresses).success();
        List<Route> routes = new ArrayList<>();
        for (Family family : families) {
            List<Route> found = new ArrayList<>();
            byte[] request = new byte[ROUTE_HEADER_BYTES];
            request[0] = (byte) family.number();
            whole &= dump(Rtnetlink.RTM_GETROUTE, request, RouteDecoder::decode, found).success();
            // A host without IPv6 answers the question for it with what it has, IPv4.
            found.removeIf(route -> route.key().family() != family);
            routes.addAll(found);
        }
        return new HostDump(links, addresses, routes, families, !whole);
    }

    /// Dumps what another bundle asks for. The host's refusal is in the answer.
    ///
    /// @throws RoutingException when the socket fails; ETIMEDOUT when the host does not answer, EINTR when the driver is told to stop
    Answer read(HostMirror.Dump dump, PluginMirror mirror, List<HostMirror.Sighting> found) {
        return dump(dump.type(), dump.request(), (bytes, start, end) -> mirror.read(messages), found);
    }

    /// Dumps until the state has not changed meanwhile, a few times at most.
    private <T> Answer dump(int type, byte[] request, Decoder<T> decoder, List<T> found) {
        for (int attempt = 1; ; attempt++) {
            found.clear();
            request(type, request);
            Answer answer = answer(decoder, found);
            if (answer.whole() || answer.refusal() != null) {
                return answer;
            }
            counters.interrupted.increment();
            if (attempt == TRIES) {
                return answer;
            }
            stop.pause(attempt);
        }
    }

    private static byte[] linksRequest() {
        return ByteBuffer.allocate(LINK_HEADER_BYTES + 8)
                .order(ByteOrder.nativeOrder())
                .putShort(LINK_HEADER_BYTES, (short) 8)
                .putShort(LINK_HEADER_BYTES + 2, (short) IFLA_EXT_MASK)
                .putInt(LINK_HEADER_BYTES + 4, RTEXT_FILTER_SKIP_STATS)
                .array();
    }

    /// @param request what follows the header; all zero means everything
    private void request(int type, byte[] request) {
        int length = NetlinkMessages.HEADER_BYTES + request.length;
        socket.bytes()
                .putInt(0, length)
                .putShort(4, (short) type)
                .putShort(6, (short) (Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_DUMP))
                .putInt(8, ++sequence)
                .putInt(12, 0)
                .put(NetlinkMessages.HEADER_BYTES, request);
        socket.send(length);
    }

    /// Reads up to the end of the dump.
    private <T> Answer answer(Decoder<T> decoder, List<T> found) {
        boolean whole = true;
        while (true) {
            messages.rewind(receive());
            while (messages.next()) {
                if (messages.sequence() != sequence) {
                    continue;
                }
                whole &= (messages.flags() & Rtnetlink.NLM_F_DUMP_INTR) == 0;
                switch (messages.type()) {
                    case Rtnetlink.NLMSG_DONE, Rtnetlink.NLMSG_ERROR -> {
                        return new Answer(whole, refusal());
                    }
                    default -> keep(decoder, found);
                }
            }
        }
    }

    private <T> void keep(Decoder<T> decoder, List<T> found) {
        try {
            T object = decoder.decode(messages.bytes(), messages.start(), messages.end());
            if (object != null) {
                found.add(object);
            }
        } catch (RoutingException e) {
            counters.malformed.increment();
        }
    }

    /// The end of a dump carries a negative errno, and after it the host's words, where it failed.
    private @Nullable RoutingException refusal() {
        int result = messages.end() - messages.start() < Integer.BYTES ? 0 : messages.bytes().getInt(messages.start());
        return result < 0 ? NetlinkSocket.failure(result, "dump" + ExtendedAck.words(messages)) : null;
    }

    private int receive() {
        while (true) {
            if (stop.raised()) {
                throw new RoutingException(Errno.EINTR, "told to stop during a dump");
            }
            int length = socket.receive();
            if (length > socket.bytes().capacity()) {
                throw new RoutingException(Errno.EMSGSIZE, "dump in datagrams of " + length + " bytes");
            }
            if (length >= 0 && socket.fromHost()) {
                return length;
            }
            if (length < 0 && length != -LibC.EINTR) {
                awaitAnswer(length);
            }
        }
    }

    private void awaitAnswer(int negativeErrno) {
        if (negativeErrno != -LibC.EAGAIN) {
            throw NetlinkSocket.failure(negativeErrno, "dump");
        }
        long begin = System.nanoTime();
        stop.await(socket, ANSWER_MILLIS);
        if (System.nanoTime() - begin >= ANSWER_MILLIS * 1_000_000L) {
            throw new RoutingException(Errno.ETIMEDOUT, "dump not answered within " + ANSWER_MILLIS + " ms");
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    /// How a dump ended.
    ///
    /// @param whole   whether the host says that the state did not change meanwhile
    /// @param refusal the host's errno and words where it failed
    record Answer(boolean whole, @Nullable RoutingException refusal) {
        /// Whether it is whole.
        ///
        /// @throws RoutingException the refusal, if there is one
        boolean success() {
            if (refusal != null) {
                throw refusal;
            }
            return whole;
        }
    }

    /// Reads one message of a dump; null when it tells nothing that is mirrored.
    @FunctionalInterface
    private interface Decoder<T> {
        @Nullable T decode(ByteBuffer bytes, int start, int end);
    }
}
