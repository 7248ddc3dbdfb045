// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingObject;

/// A whiteboard service: what a bundle mirrors from a Linux host beside what the netlink driver mirrors by itself. The driver asks the
/// host, listens, commits as its own cause, and makes good what was lost; the service only reads messages (`uapi/linux/rtnetlink.h`).
///
/// Called on the driver's thread, one call at a time; never blocks. [#type], [#groups] and [#dumps] are asked when it comes. One that
/// throws, makes objects of another type, or whose groups or dumps the host refuses, is left out from then on: the driver and other
/// mirrors go on, and its objects stay until it goes. A type has one mirror: a second one waits for the first to go.
///
/// An object whose parent (see [org.rtsock.api.message.ExtensionObject.Body#parent]) is not there is left out, and asked for again when
/// links or addresses came and in each later dump.
@ConsumerType
public interface HostMirror {
    /// Type of the objects that it makes. All objects of that type are this mirror's: when it goes, they are deleted.
    MessageType type();

    /// Multicast groups to join: numbers of `RTNLGRP_`, 1 and up.
    Set<Integer> groups();

    /// What to ask the host for, one after the other, to know all there is: when the mirror comes, after events were lost, and when the
    /// driver begins anew. What none of the answers shows is deleted. Where the list is empty nobody can know: what was lost stays lost,
    /// and nothing is deleted for it.
    List<Dump> dumps();

    /// A dump that the host is asked for. It checks the request strictly (`NETLINK_GET_STRICT_CHK`): what has no meaning to it must be
    /// zero.
    ///
    /// @param type    `nlmsg_type`, such as RTM_GETNEIGH (30); 16 to 65535
    /// @param request what follows the header of the request, such as a `struct ndmsg`, in the host's byte order; 1 to 4096 bytes
    record Dump(int type, byte[] request) {
        private static final int MIN_TYPE = 16;
        private static final int MAX_TYPE = 0xffff;
        private static final int MAX_BYTES = 4096;

        public Dump {
            if (type < MIN_TYPE || type > MAX_TYPE) {
                throw new IllegalArgumentException("nlmsg_type " + type + " is not " + MIN_TYPE + " to " + MAX_TYPE);
            }
            if (request.length < 1 || request.length > MAX_BYTES) {
                throw new IllegalArgumentException("request of " + request.length + " bytes is not 1 to " + MAX_BYTES);
            }
            request = request.clone();
        }

        @Override
        public byte[] request() {
            return request.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Dump that && type == that.type && Arrays.equals(request, that.request);
        }

        @Override
        public int hashCode() {
            return 31 * type + Arrays.hashCode(request);
        }
    }

    /// Reads a message. Events of other groups come too, those of the driver and of other mirrors, so look at the type first. An event may
    /// be repeated, or tell what a dump has told already.
    ///
    /// @param type    `nlmsg_type`, such as RTM_NEWNEIGH (28)
    /// @param message what follows the header, from position to limit, in the host's byte order; read only, valid during the call
    /// @return what the host says of an object; null when the message is about nothing that this mirror mirrors
    @Nullable Sighting read(int type, ByteBuffer message);

    /// What the host says of an object.
    ///
    /// @param object of the mirror's type
    /// @param gone   whether it went; only its key matters then
    record Sighting(RoutingObject object, boolean gone) {}
}
