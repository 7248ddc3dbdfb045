// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// The metrics of a route and which of them are locked (`rmx_locks`: nobody but a request may change them).
///
/// On a route: those that are set. In a request: those that it is about (`rtm_inits`); one that is named with 0 and without a lock takes
/// the metric away.
///
/// @param entries one for each metric, in the metrics' order
public record RouteMetrics(List<Entry> entries) {
    public static final RouteMetrics NONE = new RouteMetrics(List.of());

    /// @param value 0 or more, in the metric's unit
    public record Entry(RouteMetric metric, long value, boolean locked) {
        /// @throws RoutingException EINVAL for a negative value
        public Entry {
            if (value < 0) {
                throw new RoutingException(
                        Errno.EINVAL, "metric " + metric.word() + " " + Long.toUnsignedString(value) + " is more than " + Long.MAX_VALUE);
            }
        }
    }

    /// @throws RoutingException EINVAL when a metric is named twice
    public RouteMetrics {
        entries = entries.stream()
                .sorted(Comparator.comparing(Entry::metric))
                .toList();
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).metric() == entries.get(i - 1).metric()) {
                throw new RoutingException(
                        Errno.EINVAL, "metric " + entries.get(i).metric().word() + " is named twice");
            }
        }
    }

    public static RouteMetrics of(Entry... entries) {
        return new RouteMetrics(Arrays.asList(entries));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public @Nullable Entry entry(RouteMetric metric) {
        for (Entry entry : entries) {
            if (entry.metric() == metric) {
                return entry;
            }
        }
        return null;
    }

    /// 0 when it is not set.
    public long value(RouteMetric metric) {
        Entry entry = entry(metric);
        return entry == null ? 0 : entry.value();
    }

    public boolean locked(RouteMetric metric) {
        Entry entry = entry(metric);
        return entry != null && entry.locked();
    }

    /// What ADD and CHANGE do (`rt_setmetrics`): metrics that the request names take its value and its lock, others stay.
    public RouteMetrics with(RouteMetrics request) {
        return merged(request, (_, named) -> named.value());
    }

    /// What LOCK does: metrics that the request names take its lock and keep their value, others stay.
    public RouteMetrics withLocks(RouteMetrics request) {
        return merged(request, (present, _) -> present);
    }

    private interface Choice {
        long of(long present, Entry named);
    }

    private RouteMetrics merged(RouteMetrics request, Choice value) {
        List<Entry> merged = new ArrayList<>();
        for (RouteMetric metric : RouteMetric.values()) {
            Entry present = entry(metric);
            Entry named = request.entry(metric);
            Entry entry = named == null
                    ? present
                    : new Entry(metric, value.of(present == null ? 0 : present.value(), named), named.locked());
            if (entry != null && (entry.value() != 0 || entry.locked())) {
                merged.add(entry);
            }
        }
        return merged.isEmpty() ? NONE : new RouteMetrics(merged);
    }
}
