// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Header of RTM_IFINFO (`struct if_msghdr` with its `struct if_data`, FreeBSD LP64), in host byte order. Sockaddrs follow.
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
///   +---------------+---------------+---------------+---------------+
/// 16| ifi_type      | physical      | addrlen       | hdrlen        |
///   +---------------+---------------+---------------+---------------+
/// 20| link_state    | vhid          | datalen (152)                 |
///   +---------------+---------------+-------------------------------+
/// 24| mtu                                                           |
///   +---------------------------------------------------------------+
/// 28| metric                                                        |
///   +---------------------------------------------------------------+
/// 32| baudrate, then counters of 8 bytes each, up to 168            |
///   +---------------------------------------------------------------+
/// ```
final class IfMsghdr {
    static final int ADDRS = 4;
    static final int FLAGS = 8;
    static final int INDEX = 12;
    static final int IFI_TYPE = 16;
    static final int IFI_ADDRLEN = 18;
    static final int IFI_HDRLEN = 19;
    static final int IFI_LINK_STATE = 20;
    static final int IFI_DATALEN = 22;
    static final int IFI_MTU = 24;
    static final int LENGTH = 168;
    /// Length of `struct if_data`.
    static final int IF_DATA_LENGTH = 152;

    private IfMsghdr() {}
}
