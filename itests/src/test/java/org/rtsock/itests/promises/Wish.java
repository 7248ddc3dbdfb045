// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Filter;

/// What a listener wants to hear: types and a filter. Decides by itself what fits, on values.
record Wish(Set<MessageType> types, Filter filter) {
    private static final List<Prefix> WITHIN = List.of(
            Prefix.parse("10.0.0.0/8"), Prefix.parse("10.1.0.0/16"), Prefix.parse("2001:db8::/32"), Prefix.parse("0.0.0.0/0"));

    static Wish random(Random random) {
        Set<MessageType> types = random.nextInt(3) == 0
                ? History.TYPES.stream().filter(_ -> random.nextInt(3) > 0).collect(Collectors.toUnmodifiableSet())
                : Set.copyOf(History.TYPES);
        return new Wish(types, random.nextInt(3) == 0 ? randomFilter(random) : Filter.NONE);
    }

    private static Filter randomFilter(Random random) {
        return new Filter(
                random.nextInt(3) == 0 ? RandomCommits.TABLES.get(random.nextInt(RandomCommits.TABLES.size())) : 0,
                random.nextInt(3) == 0 ? Family.values()[random.nextInt(2)] : null,
                random.nextInt(3) == 0 ? WITHIN.get(random.nextInt(WITHIN.size())) : null,
                random.nextInt(2) == 0 ? Set.of(RouteProtocol.STATIC) : Set.of(),
                random.nextInt(3) == 0 ? 5 : Filter.ANY_PRIORITY);
    }

    /// Whether everything of every type is wanted, so that parents and children can be checked against each other.
    boolean isEverything() {
        return types.size() == History.TYPES.size() && filter.equals(Filter.NONE);
    }

    AsyncMode mode(AsyncMode.@Nullable ResumePoint resume) {
        return new AsyncMode(0, types.stream().map(MessageType::word).collect(Collectors.toSet()), filter, resume);
    }

    boolean fits(RoutingObject object) {
        if (!types.contains(object.type())) {
            return false;
        }
        return switch (object) {
            case Ifd _, Ifl _, ExtensionObject _ -> true;
            case Iff iff -> isFamily(iff.family());
            case Ifa ifa -> isFamily(ifa.family());
            case RtTable table -> isTable(table.id()) && isFamily(table.family());
            case Route route -> fits(route);
            case Redirect redirect -> fits(redirect.key().table(), redirect.key().destination());
            case RtStats stats -> isTable(stats.key().table())
                    && isFamily(stats.key().family())
                    && isProtocol(stats.key().protocol());
        };
    }

    private boolean fits(Route route) {
        Route.Key key = route.key();
        return fits(key.table(), key.prefix())
                && isProtocol(route.protocol())
                && (filter.priority() == Filter.ANY_PRIORITY || key.priority() <= filter.priority());
    }

    private boolean fits(int table, Prefix prefix) {
        return isTable(table) && isFamily(prefix.family()) && (filter.prefix() == null || filter.prefix().contains(prefix));
    }

    private boolean isProtocol(int protocol) {
        return filter.protocols().isEmpty() || filter.protocols().contains(protocol);
    }

    private boolean isTable(int id) {
        return filter.table() == 0 || filter.table() == id;
    }

    private boolean isFamily(Family family) {
        return filter.family() == null || filter.family() == family;
    }
}
