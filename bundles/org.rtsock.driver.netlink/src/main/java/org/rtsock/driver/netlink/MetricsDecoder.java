// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.List;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;

/// Reads the metrics of a route: attributes of 32 bits inside RTA_METRICS, and a mask of those that are locked.
///
/// Linux has others too (window, congestion window, advertised segment size...), which have no name here and are left out.
final class MetricsDecoder {
    private static final int RTAX_LOCK = 1;
    private static final int RTAX_MTU = 2;
    private static final int RTAX_RTT = 4;
    private static final int RTAX_RTTVAR = 5;
    private static final int RTAX_SSTHRESH = 6;
    private static final int RTAX_HOPLIMIT = 10;
    /// The host counts round trip times in eighths of a millisecond, and their variance in quarters.
    private static final long RTT_MICROS = 125;
    private static final long RTTVAR_MICROS = 250;

    private final List<RouteMetrics.Entry> entries = new ArrayList<>();
    private int locked;

    private MetricsDecoder() {}

    static RouteMetrics decode(Attributes attributes) {
        MetricsDecoder decoder = new MetricsDecoder();
        Attributes copy = attributes.nested();
        while (copy.next()) {
            if (copy.type() == RTAX_LOCK) {
                decoder.locked = copy.u32();
            }
        }
        copy = attributes.nested();
        while (copy.next()) {
            decoder.read(copy);
        }
        return decoder.entries.isEmpty() ? RouteMetrics.NONE : new RouteMetrics(decoder.entries);
    }

    private void read(Attributes attribute) {
        switch (attribute.type()) {
            case RTAX_MTU -> add(RouteMetric.MTU, attribute, 1);
            case RTAX_RTT -> add(RouteMetric.RTT, attribute, RTT_MICROS);
            case RTAX_RTTVAR -> add(RouteMetric.RTTVAR, attribute, RTTVAR_MICROS);
            case RTAX_SSTHRESH -> add(RouteMetric.SSTHRESH, attribute, 1);
            case RTAX_HOPLIMIT -> add(RouteMetric.HOPCOUNT, attribute, 1);
            default -> {}
        }
    }

    private void add(RouteMetric metric, Attributes attribute, long unit) {
        long value = Integer.toUnsignedLong(attribute.u32()) * unit;
        boolean lock = (locked & 1 << attribute.type()) != 0;
        if (value != 0 || lock) {
            entries.add(new RouteMetrics.Entry(metric, value, lock));
        }
    }
}
