// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Header of messages about routes (`struct rt_msghdr`, FreeBSD LP64), in host byte order. Sockaddrs follow.
///
/// ```
///   0               1               2               3
///   +-------------------------------+---------------+---------------+
///  0| msglen                        | version (5)   | type          |
///   +-------------------------------+---------------+---------------+
///  4| index                         | spare                         |
///   +-------------------------------+-------------------------------+
///  8| flags                                                         |
///   +---------------------------------------------------------------+
/// 12| addrs                                                         |
///   +---------------------------------------------------------------+
/// 16| pid                                                           |
///   +---------------------------------------------------------------+
/// 20| seq                                                           |
///   +---------------------------------------------------------------+
/// 24| errno                                                         |
///   +---------------------------------------------------------------+
/// 28| fmask                                                         |
///   +---------------------------------------------------------------+
/// 32| inits (8 bytes)                                               |
///   +---------------------------------------------------------------+
/// 40| rmx (struct rt_metrics, 14 words of 8 bytes): locks 40,       |
///   | mtu 48, hopcount 56, expire 64, recvpipe 72, sendpipe 80,     |
///   | ssthresh 88, rtt 96, rttvar 104, pksent 112, weight 120,      |
///   | nhidx 128, metric 136, filler 144                             |
///   +---------------------------------------------------------------+
/// ```
final class RtMsghdr {
    static final int INDEX = 4;
    static final int FLAGS = 8;
    static final int ADDRS = 12;
    static final int PID = 16;
    static final int SEQ = 20;
    static final int ERRNO = 24;
    static final int INITS = 32;
    /// Bits of the metrics that are locked.
    static final int LOCKS = 40;
    static final int MTU = 48;
    static final int HOPCOUNT = 56;
    static final int EXPIRE = 64;
    static final int RECVPIPE = 72;
    static final int SENDPIPE = 80;
    static final int SSTHRESH = 88;
    static final int RTT = 96;
    static final int RTTVAR = 104;
    static final int WEIGHT = 120;
    static final int LENGTH = 152;

    private RtMsghdr() {}
}
