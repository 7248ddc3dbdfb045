// SPDX-License-Identifier: Apache-2.0
package org.rtsock.daemon.monitor;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// An object on one line, in the words of `ip(8)` where it has some.
final class ObjectLine {
    private ObjectLine() {}

    static String of(RoutingObject object) {
        return switch (object) {
            case Ifd ifd -> ifd(ifd);
            case Ifl ifl -> ifl.index() + " " + ifl.name() + " ifd " + ifl.ifd() + " unit " + ifl.unit() + " " + flag(ifl.up(), "up");
            case Iff iff -> "ifl " + iff.ifl() + " " + iff.family().word() + " mtu " + Integer.toUnsignedString(iff.mtu());
            case Ifa ifa -> ifa(ifa);
            case RtTable table -> table(table.id()) + " " + table.name() + " " + table.family().word();
            case Route route -> route(route);
            case Redirect redirect -> redirect(redirect);
            case RtStats stats -> stats(stats);
            case ExtensionObject extension -> extension.key().id() + " " + extension.body();
        };
    }

    /// Who made a change: the driver, or the transport with pid and sequence number of the requester.
    static String cause(Cause cause) {
        return switch (cause) {
            case Cause.Driver driver -> driver.origin();
            case Cause.Request request -> request.origin() + " pid " + request.pid() + " seq " + request.seq();
        };
    }

    private static String ifd(Ifd ifd) {
        StringJoiner line = words(Integer.toString(ifd.index())).add(ifd.name());
        member(line, "kind", ifd.kind());
        member(line, "mac", ifd.mac());
        member(line, "mtu", Integer.toUnsignedString(ifd.mtu()));
        return line.add(flag(ifd.up(), "up")).add(flag(ifd.running(), "running")).toString();
    }

    private static String ifa(Ifa ifa) {
        StringJoiner line = words("ifl " + ifa.ifl()).add(ifa.local().toString());
        member(line, "prefix", ifa.prefix());
        member(line, "broadcast", ifa.broadcast());
        member(line, "peer", ifa.peer());
        return line.toString();
    }

    private static String route(Route route) {
        Route.Key key = route.key();
        StringJoiner line = words(route.kind() == RouteType.UNICAST ? "" : route.kind().word());
        line.add(key.prefix().toString());
        for (Nexthop nexthop : route.nexthops()) {
            nexthop(line, nexthop, route.nexthops().size() > 1);
        }
        line.add("table " + table(key.table()));
        member(line, "priority", key.priority() == 0 ? null : Integer.toUnsignedString(key.priority()));
        member(line, "tos", key.tos() == 0 ? null : key.tos());
        member(line, "from", key.source());
        member(line, "instance", key.instance() == 0 ? null : Integer.toUnsignedString(key.instance()));
        member(line, "protocol", RouteProtocol.word(route.protocol()));
        line.add(route.state().word());
        member(line, "errno", route.failure());
        for (RouteMetrics.Entry metric : route.metrics().entries()) {
            member(line, metric.metric().word(), (metric.locked() ? "lock " : "") + metric.value());
        }
        for (RouteFlag flag : route.flags()) {
            line.add(flag.word());
        }
        return line.toString();
    }

    private static String redirect(Redirect redirect) {
        return redirect.key().destination() + " via " + redirect.gateway() + " from " + redirect.author() + " table "
                + table(redirect.key().table()) + " " + (redirect.modified() ? RouteFlag.MODIFIED : RouteFlag.DYNAMIC).word();
    }

    private static String stats(RtStats stats) {
        RtStats.Key key = stats.key();
        StringJoiner line = words("table " + table(key.table()))
                .add(key.family().word())
                .add("protocol " + RouteProtocol.word(key.protocol()))
                .add("routes " + stats.routes());
        for (RtStats.Counter counter : RtStats.Counter.values()) {
            long count = stats.count(counter);
            member(line, counter.word(), count == 0 ? null : Long.toUnsignedString(count));
        }
        return line.toString();
    }

    private static void nexthop(StringJoiner line, Nexthop nexthop, boolean several) {
        if (several) {
            line.add("nexthop");
        }
        member(line, "via", nexthop.gateway());
        member(line, "dev", nexthop.ifname().isEmpty() ? nexthop.ifl() : nexthop.ifname());
        if (several) {
            member(line, "weight", nexthop.weight());
        }
    }

    private static String table(int id) {
        return Integer.toUnsignedString(id);
    }

    private static StringJoiner words(String first) {
        StringJoiner line = new StringJoiner(" ");
        return first.isEmpty() ? line : line.add(first);
    }

    private static void member(StringJoiner line, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            line.add(name).add(value.toString());
        }
    }

    private static String flag(boolean set, String name) {
        return set ? name : "!" + name;
    }
}
