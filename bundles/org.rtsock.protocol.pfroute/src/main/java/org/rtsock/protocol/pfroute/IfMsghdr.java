// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Header of RTM_IFINFO (`struct if_msghdr`, FreeBSD LP64), in host byte order. Sockaddrs follow.
///
/// ```
///   0               1               2               3
///   +-------------------------------+---------------+---------------+
///  0| msglen                        | version (5)   | type          |
///   +-------------------------------+---------------+---------------+
///  4| addrs                                                         |
///   +---------------------------------------------------------------+
///  8| flags                                                         |
///   +-------------------------------+-------------------------------+
/// 12| index                         | spare                         |
///   +-------------------------------+-------------------------------+
/// 16| data (152 bytes, IfData)                                      |
///   +---------------------------------------------------------------+
/// ```
final class IfMsghdr {
    static final int ADDRS = 4;
    static final int FLAGS = 8;
    static final int INDEX = 12;
    static final int DATA = 16;
    static final int LENGTH = DATA + IfData.LENGTH;

    private IfMsghdr() {}
}
