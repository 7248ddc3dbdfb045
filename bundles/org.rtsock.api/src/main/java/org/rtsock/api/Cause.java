// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api;

import java.nio.charset.StandardCharsets;

/// Who made a change: a driver that mirrors the outside, or a request that came over a routing socket.
///
/// Everything that one commit changes carries its cause, cascades included, so a listener always learns why an object went.
public sealed interface Cause {
    /// Where the change came in: a driver's name such as `netlink`, or the name of the requester's transport such as `unix`.
    /// 1 to 8 printable ASCII characters, because a frame carries it in eight bytes.
    String origin();

    /// Process that asked (`rtm_pid`), 0 for a driver.
    int pid();

    /// Sequence number that the requester gave its request (`rtm_seq`), 0 for a driver.
    int seq();

    /// A change that a driver saw outside. What a driver put, only that driver may change or delete.
    record Driver(String origin) implements Cause {
        public Driver {
            checkOrigin(origin);
        }

        @Override
        public int pid() {
            return 0;
        }

        @Override
        public int seq() {
            return 0;
        }
    }

    /// A change that somebody asked for.
    record Request(String origin, int pid, int seq) implements Cause {
        public Request {
            checkOrigin(origin);
        }
    }

    private static void checkOrigin(String origin) {
        byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
        boolean printable = bytes.length >= 1 && bytes.length <= 8;
        for (byte b : bytes) {
            printable &= b > 0x20 && b < 0x7f;
        }
        if (!printable) {
            throw new IllegalArgumentException("origin '" + origin + "' is not 1 to 8 printable ASCII characters");
        }
    }
}
