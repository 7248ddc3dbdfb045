// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.StatisticsSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The counters of all components that count. A source is fetched only while it is read: the switch, which counts too, is still being made
/// when it finds this protocol.
final class Statistics {
    private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);

    private final Map<Object, ComponentServiceObjects<StatisticsSource>> sources = new ConcurrentHashMap<>();

    void add(Object reference, ComponentServiceObjects<StatisticsSource> source) {
        sources.put(reference, source);
    }

    void remove(Object reference) {
        sources.remove(reference);
    }

    /// All counters, `source.counter`; sources by name, the counters of each in its own order. One that fails is left out.
    Map<String, Map<String, Long>> read() {
        Map<String, Map<String, Long>> counters = new TreeMap<>();
        sources.forEach((reference, objects) -> {
            try {
                read(objects, counters);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("a source of statistics is left out: {}", reference, e);
            }
        });
        return counters;
    }

    private static void read(ComponentServiceObjects<StatisticsSource> objects, Map<String, Map<String, Long>> counters) {
        StatisticsSource source = objects.getService();
        if (source == null) {
            return;
        }
        try {
            Map<String, Long> values = new LinkedHashMap<>();
            source.read().forEach((name, value) -> values.put(Objects.requireNonNull(name), Objects.requireNonNull(value)));
            counters.put(Objects.requireNonNull(source.name()), values);
        } finally {
            objects.ungetService(source);
        }
    }
}
