// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Header of RTM_IFINFO in a dump NET_RT_IFLISTL (`struct if_msghdrl`, FreeBSD LP64), in host byte order: it says itself how long it is
/// and where its data start, so that both may grow. Sockaddrs follow.
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
/// 16| len (176)                     | data_off (24)                 |
///   +-------------------------------+-------------------------------+
/// 20| spare                                                         |
///   +---------------------------------------------------------------+
/// 24| data (152 bytes, IfData)                                      |
///   +---------------------------------------------------------------+
/// ```
final class IfMsghdrl {
    static final int ADDRS = 4;
    static final int FLAGS = 8;
    static final int INDEX = 12;
    static final int LEN = 16;
    static final int DATA_OFF = 18;
    static final int DATA = 24;
    static final int LENGTH = DATA + IfData.LENGTH;

    private IfMsghdrl() {}
}
