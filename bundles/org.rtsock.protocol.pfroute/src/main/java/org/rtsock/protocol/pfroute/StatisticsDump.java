// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.RtStatsCodec;

/// NET_RT_STATS (4.4BSD `struct rtstat`): what was counted in all tables and of all protocols, in one message. It has a head before the
/// structure, since in a stream nothing else would say where it ends; the numbers go round at 2^32.
///
/// ```
///   0               1               2               3
///   +-------------------------------+---------------+---------------+
///  0| msglen (24)                   | version (5)   | type (131)    |
///   +-------------------------------+---------------+---------------+
///  4| badredirect: redirects that were refused                      |
///   +---------------------------------------------------------------+
///  8| dynamic: routes made by redirects                             |
///   +---------------------------------------------------------------+
/// 12| newgateway: routes led elsewhere by redirects                 |
///   +---------------------------------------------------------------+
/// 16| unreach: reported lookups that found nothing                  |
///   +---------------------------------------------------------------+
/// 20| wildcard: reported lookups that found the default route       |
///   +---------------------------------------------------------------+
/// ```
final class StatisticsDump extends Dump {
    static final int BADREDIRECT = 4;
    static final int DYNAMIC = 8;
    static final int NEWGATEWAY = 12;
    static final int UNREACH = 16;
    static final int WILDCARD = 20;
    static final int LENGTH = 24;

    private static final RtStatsCodec STATISTICS = new RtStatsCodec();

    private boolean told;

    StatisticsDump(RoutingDomain domain, @Nullable Family family) {
        super(domain, MessageType.RTSTATS.flag(), Filter.of(0, family, null));
    }

    @Override
    boolean advance() {
        if (told) {
            return false;
        }
        Counts sums = sums();
        ByteBuffer message = writer.begin(RtmType.RTSTAT, LENGTH);
        message.putInt(BADREDIRECT, (int) sums.get(Counter.BAD_REDIRECTS))
                .putInt(DYNAMIC, (int) sums.get(Counter.DYNAMIC))
                .putInt(NEWGATEWAY, (int) sums.get(Counter.NEW_GATEWAYS))
                .putInt(UNREACH, (int) sums.get(Counter.MISSES))
                .putInt(WILDCARD, (int) sums.get(Counter.WILDCARDS));
        told = true;
        return true;
    }

    private Counts sums() {
        Counts sums = Counts.ZERO;
        @Nullable FieldReader fields = nextRecord();
        while (fields != null) {
            sums = sums.plus(STATISTICS.decode(fields).counts());
            fields = nextRecord();
        }
        return sums;
    }
}
