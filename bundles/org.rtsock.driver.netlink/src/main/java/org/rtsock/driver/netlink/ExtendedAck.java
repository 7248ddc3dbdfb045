// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import org.rtsock.api.RoutingException;

/// The host's own words about a request that it refused.
///
/// ```
///   NLMSG_DONE:    i32 negative errno   attributes
///   NLMSG_ERROR:   i32 negative errno   header of the request   its payload, unless the flag CAPPED is set   attributes
/// ```
final class ExtendedAck {
    private static final int NLM_F_CAPPED = 0x100;
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;

    private ExtendedAck() {}

    /// The words in brackets after a blank; empty when there are none.
    static String words(NetlinkMessages message) {
        if ((message.flags() & NLM_F_ACK_TLVS) == 0) {
            return "";
        }
        int from = message.start() + Integer.BYTES;
        if (message.type() == Rtnetlink.NLMSG_ERROR && message.end() - from >= NetlinkMessages.HEADER_BYTES) {
            boolean capped = (message.flags() & NLM_F_CAPPED) != 0;
            from += capped ? NetlinkMessages.HEADER_BYTES : message.bytes().getInt(from) + 3 & ~3;
        }
        try {
            Attributes attributes = new Attributes(message.bytes(), from, message.end());
            while (attributes.next()) {
                if (attributes.type() == NLMSGERR_ATTR_MSG) {
                    return " (" + attributes.text() + ")";
                }
            }
        } catch (RoutingException e) {
            return ""; // the errno is what counts
        }
        return "";
    }
}
