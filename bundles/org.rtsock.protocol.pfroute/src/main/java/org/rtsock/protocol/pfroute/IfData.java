// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// What is known of an interface (`struct if_data`, FreeBSD LP64), within a header, in host byte order. Nobody counts packets here.
///
/// ```
///   0               1               2               3
///   +---------------+---------------+---------------+---------------+
///  0| type (IFT_)   | physical      | addrlen       | hdrlen        |
///   +---------------+---------------+---------------+---------------+
///  4| link_state    | vhid          | datalen (152)                 |
///   +---------------+---------------+-------------------------------+
///  8| mtu                                                           |
///   +---------------------------------------------------------------+
/// 12| metric                                                        |
///   +---------------------------------------------------------------+
/// 16| baudrate, then counters and times of 8 bytes each, up to 152  |
///   +---------------------------------------------------------------+
/// ```
final class IfData {
    static final int TYPE = 0;
    static final int ADDRLEN = 2;
    static final int HDRLEN = 3;
    static final int LINK_STATE = 4;
    static final int DATALEN = 6;
    static final int MTU = 8;
    static final int LENGTH = 152;

    private IfData() {}
}
