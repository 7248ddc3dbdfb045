// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;

/// The words that describe metrics and flags of a route. Used once.
///
/// ```
/// add, change:   METRIC [lock] NUMBER   |   FLAG
/// lock:          METRIC [off]
/// ```
final class MetricWords {
    private final WordReader words;
    private final List<RouteMetrics.Entry> entries = new ArrayList<>();
    private final Set<RouteFlag> flags = EnumSet.noneOf(RouteFlag.class);

    MetricWords(WordReader words) {
        this.words = words;
    }

    RouteMetrics metrics() {
        return entries.isEmpty() ? RouteMetrics.NONE : new RouteMetrics(entries);
    }

    Set<RouteFlag> flags() {
        return flags;
    }

    /// Takes a word that names a metric, and what belongs to it: the value that it gets.
    ///
    /// @return whether it is one
    boolean takeValue(String word) {
        RouteMetric metric = metric(word);
        if (metric == null) {
            return false;
        }
        boolean locked = words.skip("lock");
        long value = Arguments.number(word, words.next(word, "a number"), 0, Long.MAX_VALUE);
        entries.add(new RouteMetrics.Entry(metric, value, locked));
        return true;
    }

    /// Takes a word that names a metric, and what belongs to it: whether it is locked from now on.
    ///
    /// @return whether it is one
    boolean takeLock(String word) {
        RouteMetric metric = metric(word);
        if (metric == null) {
            return false;
        }
        entries.add(new RouteMetrics.Entry(metric, 0, !words.skip("off")));
        return true;
    }

    /// Takes a word that names a flag.
    ///
    /// @return whether it is one
    boolean takeFlag(String word) {
        for (RouteFlag flag : RouteFlag.values()) {
            if (flag.word().equals(word) && !flag.isKernelOwned()) {
                WordReader.once(word, flags.add(flag));
                return true;
            }
        }
        return false;
    }

    private @Nullable RouteMetric metric(String word) {
        for (RouteMetric metric : RouteMetric.values()) {
            if (metric.word().equals(word)) {
                for (RouteMetrics.Entry entry : entries) {
                    WordReader.once(word, entry.metric() != metric);
                }
                return metric;
            }
        }
        return null;
    }
}
