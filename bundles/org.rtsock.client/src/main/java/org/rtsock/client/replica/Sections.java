// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// All that a replica holds, by message type. Owned by the thread that reads.
final class Sections {
    final ObjectSection<Ifd.Key, Ifd> ifds =
            new ObjectSection<>(MessageType.IFDEV, new IfdCodec()::decode, Ifd::key, Comparator.comparingInt(Ifd.Key::index));
    final IflSection ifls = new IflSection();
    final ObjectSection<Iff.Key, Iff> iffs = new ObjectSection<>(
            MessageType.IFFAMILY,
            new IffCodec()::decode,
            Iff::key,
            Comparator.comparingInt(Iff.Key::ifl).thenComparing(Iff.Key::family));
    final ObjectSection<Ifa.Key, Ifa> ifas = new ObjectSection<>(
            MessageType.IFADDR,
            new IfaCodec()::decode,
            Ifa::key,
            Comparator.comparingInt(Ifa.Key::ifl).thenComparing(Ifa.Key::local).thenComparing(Ifa.Key::prefix));
    final ObjectSection<RtTable.Key, RtTable> tables =
            new ObjectSection<>(MessageType.RTTABLE, new RtTableCodec()::decode, RtTable::key, RouteSection.TABLE_ORDER);
    final RouteSection routes = new RouteSection();
    final ObjectSection<Redirect.Key, Redirect> redirects = new ObjectSection<>(
            MessageType.REDIRECT,
            new RedirectCodec()::decode,
            Redirect::key,
            Comparator.<Redirect.Key>comparingInt(key -> key.table() ^ Integer.MIN_VALUE)
                    .thenComparing(Redirect.Key::destination));
    final ObjectSection<RtStats.Key, RtStats> stats = new ObjectSection<>(
            MessageType.RTSTATS,
            new RtStatsCodec()::decode,
            RtStats::key,
            Comparator.comparing(RtStats.Key::tableKey, RouteSection.TABLE_ORDER).thenComparingInt(RtStats.Key::protocol));

    private final Map<Integer, Section> byNumber = new HashMap<>();
    private final Map<String, PluginSection> pluginsByWord = new TreeMap<>();

    Sections() {
        for (Section section : new Section[] {ifds, ifls, iffs, ifas, tables, routes, redirects, stats}) {
            byNumber.put(section.type().number(), section);
        }
    }

    /// The appliance says what a type is. Those that are known here are read as they are known.
    void describe(TypeDescriptor descriptor) {
        int number = descriptor.type().number();
        Section known = byNumber.get(number);
        if (known == null) {
            PluginSection made = new PluginSection(descriptor);
            byNumber.put(number, made);
            pluginsByWord.put(descriptor.type().word(), made);
        } else if (known instanceof PluginSection plugin) {
            pluginsByWord.values().remove(plugin);
            pluginsByWord.put(descriptor.type().word(), plugin);
            plugin.describe(descriptor);
        }
    }

    /// Null for a type that was not described.
    @Nullable Section ofType(int number) {
        return byNumber.get(number);
    }

    Iterable<Section> all() {
        return byNumber.values();
    }

    Map<String, PluginObjects> plugins() {
        if (pluginsByWord.isEmpty()) {
            return Map.of();
        }
        Map<String, PluginObjects> objects = new HashMap<>();
        pluginsByWord.forEach((word, section) -> objects.put(word, section.objects()));
        return objects;
    }

    /// What was published last.
    ReplicaState state(long epoch, long version) {
        return new ReplicaState(epoch, version, this);
    }
}
