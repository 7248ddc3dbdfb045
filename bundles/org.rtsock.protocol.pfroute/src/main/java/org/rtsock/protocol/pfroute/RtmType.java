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
    static final int NEWADDR = 12;
    static final int DELADDR = 13;
    static final int IFINFO = 14;
    static final int IFANNOUNCE = 17;

    private RtmType() {}
}
