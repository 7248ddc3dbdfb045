// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rtsock.api.RoutingException;

/// What the host has announced and we have not read yet: a socket that is a member of the multicast groups. Belongs to the driver's thread.
///
/// The host keeps the announcements until its receive buffer is full; then it drops all further ones until this side has read everything,
/// and says so with ENOBUFS, once. That is the overrun, see [#takeLoss].
final class EventQueue implements AutoCloseable {
    /// `RTNLGRP_`: LINK, IPV4_IFADDR, IPV4_ROUTE, IPV6_IFADDR, IPV6_ROUTE, NEXTHOP.
    private static final Set<Integer> GROUPS = Set.of(1, 5, 7, 9, 11, 32);

    private final NetlinkSocket socket;
    private final NetlinkMessages messages;
    private final HostMirrors mirrors;
    private final Counters counters;
    private final Set<Integer> joined = new HashSet<>();
    private boolean lost;

    /// @throws RoutingException what the host says to the socket, its binding or a membership
    EventQueue(int receiveBuffer, HostMirrors mirrors, Counters counters) {
        this.socket = new NetlinkSocket();
        this.mirrors = mirrors;
        this.counters = counters;
        this.messages = new NetlinkMessages(socket.bytes());
        try {
            socket.receiveBuffer(receiveBuffer);
            join(GROUPS);
        } catch (RoutingException e) {
            socket.close();
            throw e;
        }
    }

    NetlinkSocket socket() {
        return socket;
    }

    /// Joins groups of which it is not a member.
    ///
    /// @throws RoutingException what the host says to the first that it refuses
    void join(Set<Integer> groups) {
        for (int group : groups) {
            if (!joined.contains(group)) {
                socket.join(group);
                joined.add(group);
            }
        }
    }

    /// Leaves all groups but these and the driver's own.
    ///
    /// @throws RoutingException what the host says
    void leaveAllBut(Set<Integer> groups) {
        for (int group : Set.copyOf(joined)) {
            if (!groups.contains(group) && !GROUPS.contains(group)) {
                socket.leave(group);
                joined.remove(group);
            }
        }
    }

    /// Reads events that are there, without waiting.
    ///
    /// @param limit about how many to read at most
    /// @return whether none are left
    /// @throws RoutingException when the socket fails for good
    boolean read(List<HostEvent> events, int limit) {
        while (events.size() < limit) {
            int length = receive();
            if (length < 0) {
                return true;
            }
            if (socket.fromHost()) {
                decode(length, events);
            }
        }
        return false;
    }

    /// Throws away what is there, because the state is about to be dumped anyway.
    ///
    /// @throws RoutingException when the socket fails for good
    void discard() {
        while (receive() >= 0) {
            // what was received is not looked at
        }
    }

    /// Whether events were lost since the last call.
    boolean takeLoss() {
        boolean taken = lost;
        lost = false;
        return taken;
    }

    /// @return length of a datagram, negative when there is none
    private int receive() {
        while (true) {
            int length = socket.receive();
            if (length >= 0 || length == -LibC.EAGAIN) {
                return length;
            }
            switch (-length) {
                case LibC.EINTR -> {}
                // Multicasts that could not be built or queued come as these errors, and the queue goes on after them.
                case LibC.ENOBUFS, LibC.ENOMEM, LibC.EMSGSIZE -> {
                    counters.overruns.increment();
                    lost = true;
                }
                default -> throw NetlinkSocket.failure(length, "events of the host");
            }
        }
    }

    private void decode(int length, List<HostEvent> events) {
        boolean cut = length > socket.bytes().capacity();
        messages.rewind(cut ? 0 : length);
        boolean sound = !cut;
        try {
            while (messages.next()) {
                int before = events.size();
                HostEvent event = HostEvent.decode(messages);
                if (event != null) {
                    events.add(event);
                }
                mirrors.read(messages, events); // after what it may be a part of
                counters.events.add(events.size() - before);
            }
        } catch (RoutingException e) {
            sound = false;
        }
        if (!sound) {
            counters.malformed.increment();
            lost = true;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
