// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Which sockaddrs follow a header (`RTA_` bits of `rtm_addrs`). They stand in ascending order of these bits.
final class AddressBit {
    static final int DST = 0x1;
    static final int GATEWAY = 0x2;
    static final int NETMASK = 0x4;
    static final int IFP = 0x10;
    static final int IFA = 0x20;
    /// Who said so, of a redirect.
    static final int AUTHOR = 0x40;
    static final int BRD = 0x80;
    /// Number of addresses that there can be (`RTAX_MAX`), GENMASK 8 included.
    static final int COUNT = 8;

    private AddressBit() {}
}
