// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Header of RTM_NEWADDR in a dump NET_RT_IFLISTL (`struct ifa_msghdrl`, FreeBSD LP64), in host byte order. Sockaddrs follow.
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
/// 20| metric                                                        |
///   +---------------------------------------------------------------+
/// 24| data (152 bytes, IfData): only its length                     |
///   +---------------------------------------------------------------+
/// ```
final class IfaMsghdrl {
    static final int ADDRS = 4;
    static final int INDEX = 12;
    static final int LEN = 16;
    static final int DATA_OFF = 18;
    static final int DATA = 24;
    static final int LENGTH = DATA + IfData.LENGTH;

    private IfaMsghdrl() {}
}
