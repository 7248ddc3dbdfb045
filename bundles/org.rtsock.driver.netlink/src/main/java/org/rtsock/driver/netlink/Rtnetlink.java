// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

/// Numbers of `uapi/linux/netlink.h` and `rtnetlink.h` that more than one class needs.
final class Rtnetlink {
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;

    /// The first number that is not one of netlink itself.
    static final int NLMSG_MIN_TYPE = 16;

    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWNEXTHOP = 104;
    static final int RTM_DELNEXTHOP = 105;

    static final int NLM_F_REQUEST = 1;
    /// The state changed while it was dumped: entries may be missing or doubled.
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_DUMP = 0x300;
    /// On a new object: it took the place of another.
    static final int NLM_F_REPLACE = 0x100;
    /// On a new object: there was none of its kind before.
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;
    static final int NLM_F_APPEND = 0x800;

    private Rtnetlink() {}
}
