// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;

/// RTM_REDIRECT as the kernel says it (4.4BSD `rtredirect`, FreeBSD `rib_add_redirect`): an `rt_msghdr` with DST, GATEWAY, NETMASK unless
/// it is about a host, and AUTHOR; `rtm_errno` when it was refused.
final class RedirectMessage {
    private RedirectMessage() {}

    /// Flags of a redirect that the kernel core took.
    static int inForce(Redirect redirect) {
        return Rtf.UP | (redirect.modified() ? Rtf.MODIFIED : Rtf.DYNAMIC);
    }

    /// @param flags beside RTF_GATEWAY, RTF_HOST and RTF_DONE
    /// @param why   null for one that is in force
    static void write(MessageWriter out, Redirect redirect, int flags, @Nullable Errno why, int pid, int seq) {
        Prefix destination = redirect.key().destination();
        boolean host = destination.length() == destination.family().bits();
        ByteBuffer header = out.begin(RtmType.REDIRECT, RtMsghdr.LENGTH, RtMsghdr.ADDRS);
        header.putInt(RtMsghdr.FLAGS, Rtf.GATEWAY | Rtf.DONE | (host ? Rtf.HOST : 0) | flags);
        header.putInt(RtMsghdr.PID, pid);
        header.putInt(RtMsghdr.SEQ, seq);
        header.putInt(RtMsghdr.ERRNO, why == null ? 0 : FreebsdErrno.number(why));
        out.address(AddressBit.DST, destination.address(), 0);
        out.address(AddressBit.GATEWAY, redirect.gateway(), 0);
        if (!host) {
            out.netmask(destination.family(), destination.length());
        }
        out.address(AddressBit.AUTHOR, redirect.author(), 0);
    }
}
