// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// RTM_IFANNOUNCE (`struct if_announcemsghdr`, FreeBSD), in host byte order. Nothing follows.
///
/// ```
///   0               1               2               3
///   +-------------------------------+---------------+---------------+
///  0| msglen                        | version (5)   | type          |
///   +-------------------------------+---------------+---------------+
///  4| index                         | name, 16 bytes, ends in zero  |
///   +-------------------------------+                               |
///  8|                                                               |
///   |                               +-------------------------------+
/// 20|                               | what                          |
///   +-------------------------------+-------------------------------+
/// ```
final class IfAnnouncemsghdr {
    static final int INDEX = 4;
    static final int NAME = 6;
    /// `IFNAMSIZ`, with the zero at the end.
    static final int NAME_LENGTH = 16;
    static final int WHAT = 22;
    static final int LENGTH = 24;
    /// `IFAN_ARRIVAL`.
    static final int ARRIVAL = 0;
    /// `IFAN_DEPARTURE`.
    static final int DEPARTURE = 1;

    private IfAnnouncemsghdr() {}
}
