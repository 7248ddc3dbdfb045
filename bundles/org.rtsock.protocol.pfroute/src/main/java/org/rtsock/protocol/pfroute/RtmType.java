// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Message types (`RTM_` of FreeBSD `net/route.h`) that this protocol takes or gives.
final class RtmType {
    /// Messages were lost. FreeBSD tells that by the ENOBUFS of `read` alone, which a stream does not carry to its other end; OpenBSD has a
    /// message for it, but its number, 16, is RTM_DELMADDR on FreeBSD. No BSD has a type 0.
    static final int DESYNC = 0;
    static final int ADD = 1;
    static final int DELETE = 2;
    static final int CHANGE = 3;
    static final int GET = 4;
    static final int LOSING = 5;
    static final int REDIRECT = 6;
    static final int MISS = 7;
    static final int LOCK = 8;
    static final int RESOLVE = 11;
    static final int NEWADDR = 12;
    static final int DELADDR = 13;
    static final int IFINFO = 14;
    static final int IFANNOUNCE = 17;

    /// From here on: the socket layer's calls and what they give, for peers that have only a stream, see [SocketLayer]. No BSD has types
    /// beyond 31, since OpenBSD's filter is a word of bits.
    static final int SETSOCKOPT = 128;
    static final int SYSCTL = 129;
    static final int SHUTDOWN = 130;
    /// `struct rtstat` as a message, from the kernel only.
    static final int RTSTAT = 131;

    private RtmType() {}

    /// Whether a daemon may ask for it, and an echo with an errno is no news to anybody else. An echo of any other type would look like the
    /// kernel's own word, with other structures behind its head.
    static boolean isRequest(int type) {
        return switch (type) {
            case ADD, DELETE, CHANGE, GET, REDIRECT, LOCK -> true;
            default -> false;
        };
    }
}
