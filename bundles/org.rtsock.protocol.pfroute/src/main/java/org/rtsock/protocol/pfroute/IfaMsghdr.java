// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Header of RTM_NEWADDR and RTM_DELADDR (`struct ifa_msghdr`, FreeBSD), in host byte order. Sockaddrs follow at once, without a gap.
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
/// 16| metric                                                        |
///   +---------------------------------------------------------------+
/// ```
final class IfaMsghdr {
    static final int ADDRS = 4;
    static final int INDEX = 12;
    static final int LENGTH = 20;

    private IfaMsghdr() {}
}
