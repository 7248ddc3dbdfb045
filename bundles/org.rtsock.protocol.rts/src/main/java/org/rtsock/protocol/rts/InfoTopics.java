// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Topics of INFO that others bring: suppliers of rows, each a map from name to number, text or list of texts.
///
/// Their types are the platform's, because the launcher brings one, `features`, and shares no others with the bundles.
final class InfoTopics {
    /// Service property that names the topic.
    static final String PROPERTY = "rtsock.info";

    private static final Logger LOG = LoggerFactory.getLogger(InfoTopics.class);

    /// Topics that the protocol tells itself.
    static final String STATS = "stats";
    static final String LISTENERS = "listeners";

    /// Of each topic who brings it, the first first. A list is never empty, and replaced when it changes.
    private final Map<String, List<Supplier<?>>> topics = new ConcurrentHashMap<>();

    /// The first of a name keeps it until it goes; then the next one has it.
    void add(Supplier<?> rows, Map<String, Object> properties) {
        String topic = String.valueOf(properties.get(PROPERTY));
        if (topic.equals(STATS) || topic.equals(LISTENERS)) {
            LOG.error("a source of topic '{}' is refused, which the protocol has itself: {}", topic, properties);
            return;
        }
        List<Supplier<?>> sources = topics.merge(topic, List.of(rows), InfoTopics::concat);
        if (sources.size() > 1) {
            LOG.error("one more source of topic '{}' is left out until those before it go: {}", topic, properties);
        }
    }

    private static List<Supplier<?>> concat(List<Supplier<?>> sources, List<Supplier<?>> more) {
        return Stream.concat(sources.stream(), more.stream()).toList();
    }

    void remove(Supplier<?> rows, Map<String, Object> properties) {
        topics.computeIfPresent(String.valueOf(properties.get(PROPERTY)), (_, sources) -> {
            List<Supplier<?>> left = sources.stream().filter(source -> source != rows).toList();
            return left.isEmpty() ? null : left;
        });
    }

    Set<String> names() {
        return new TreeSet<>(topics.keySet());
    }

    /// @return null for a topic that nobody brings
    /// @throws RoutingException EIO when its source fails, or gives what is no row
    @Nullable List<InfoRow> rows(String topic) {
        List<Supplier<?>> sources = topics.get(topic);
        if (sources == null) {
            return null;
        }
        Supplier<?> source = sources.getFirst();
        try {
            List<InfoRow> rows = new ArrayList<>();
            for (Object row : (Collection<?>) source.get()) {
                rows.add(row((Map<?, ?>) row));
            }
            return rows;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the source of topic '{}' fails", topic, e);
            throw new RoutingException(Errno.EIO, "topic '" + topic + "' cannot be told: " + e);
        }
    }

    private static InfoRow row(Map<?, ?> values) {
        InfoRow row = new InfoRow();
        values.forEach((key, value) -> {
            String name = String.valueOf(key);
            switch (value) {
                case Number number -> row.number(name, number.longValue());
                case Collection<?> list -> row.texts(name, list.stream().map(String::valueOf).toList());
                case null -> row.text(name, "");
                default -> row.text(name, value.toString());
            }
        });
        return row;
    }
}
