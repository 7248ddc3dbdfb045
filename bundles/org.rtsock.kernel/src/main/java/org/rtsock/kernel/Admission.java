// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.nio.charset.StandardCharsets;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;

/// What an object must be to enter the state: fields in range, parents there. Changes nothing.
final class Admission {
    /// Longest name of an interface, UTF-8 bytes; Linux allows 15. With [#MAX_NEXTHOPS] it bounds a route to what fits a frame, also when
    /// its interfaces are renamed later.
    static final int MAX_INTERFACE_NAME = 32;
    static final int MAX_NEXTHOPS = 1024;
    /// Longest other text, UTF-8 bytes.
    static final int MAX_TEXT = 255;

    private static final int FIRST_PLUGIN_TYPE = 64;

    private final KernelState state;
    private final boolean driver;
    private final NexthopCompletion nexthops;

    Admission(KernelState state, boolean driver) {
        this.state = state;
        this.driver = driver;
        this.nexthops = new NexthopCompletion(state.interfaces(), driver);
    }

    /// @return the object as it may be stored: a route's next hops are complete
    /// @throws RoutingException what is wrong with it
    RoutingObject admit(RoutingObject object) {
        switch (object) {
            case Ifd ifd -> check(ifd);
            case Ifl ifl -> check(ifl);
            case Iff iff -> check(iff);
            case Ifa ifa -> check(ifa);
            case RtTable table -> check(table);
            case Route route -> {
                check(route);
                return route.withNexthops(nexthops.complete(route.nexthops()));
            }
            case ExtensionObject extension -> check(extension.key().type());
        }
        return object;
    }

    private void check(Ifd ifd) {
        atLeast(1, ifd.index(), "ifd index");
        text(ifd.name(), MAX_INTERFACE_NAME, "name of ifd " + ifd.index());
        atLeast(0, ifd.mtu(), "mtu of ifd " + ifd.index());
        notLonger(ifd.kind(), MAX_TEXT, "kind of ifd " + ifd.index());
    }

    private void check(Ifl ifl) {
        atLeast(1, ifl.index(), "ifl index");
        text(ifl.name(), MAX_INTERFACE_NAME, "name of ifl " + ifl.index());
        atLeast(0, ifl.unit(), "unit of ifl " + ifl.index());
        parent(new Ifd.Key(ifl.ifd()), Errno.ENODEV);
    }

    private void check(Iff iff) {
        atLeast(0, iff.mtu(), "mtu of " + KeyText.of(iff.key()));
        parent(new Ifl.Key(iff.ifl()), Errno.ENODEV);
    }

    private void check(Ifa ifa) {
        if (ifa.broadcast() != null && (ifa.family() != Family.INET || ifa.broadcast().family() != Family.INET)) {
            throw new RoutingException(Errno.EINVAL, "broadcast " + ifa.broadcast() + " of " + KeyText.of(ifa.key()) + " is not for inet");
        }
        if (ifa.peer() != null && ifa.peer().family() != ifa.family()) {
            throw new RoutingException(
                    Errno.EINVAL, "peer " + ifa.peer() + " of " + KeyText.of(ifa.key()) + " is not " + ifa.family().word());
        }
        parent(new Iff.Key(ifa.ifl(), ifa.family()), Errno.ENODEV);
    }

    private void check(RtTable table) {
        if (table.id() == 0) {
            throw new RoutingException(Errno.EINVAL, "table 0 is not 1 to 4294967295");
        }
        text(table.name(), MAX_TEXT, "name of " + KeyText.of(table.key()));
    }

    private void check(Route route) {
        RouteType kind = route.kind();
        if (kind.needsNexthop() && route.nexthops().isEmpty()) {
            throw new RoutingException(Errno.EINVAL, kind.word() + " route " + route.key().prefix() + " has no next hop");
        }
        // Linux shows IPv6 blackholes and their kin on lo: from a driver they stay what they are there.
        if (!driver && leadsNowhere(kind) && !route.nexthops().isEmpty()) {
            throw new RoutingException(Errno.EINVAL, kind.word() + " route " + route.key().prefix() + " has next hops");
        }
        if (route.nexthops().size() > MAX_NEXTHOPS) {
            throw new RoutingException(Errno.EMSGSIZE, route.nexthops().size() + " next hops are more than " + MAX_NEXTHOPS);
        }
        parent(route.key().tableKey(), Errno.ESRCH);
    }

    /// A plug-in's object under a built-in type would reach reporters that cannot encode it.
    private static void check(MessageType type) {
        if (type.number() < FIRST_PLUGIN_TYPE) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "type " + type.number() + " of " + type.word() + " is less than " + FIRST_PLUGIN_TYPE + ", the first of plug-ins");
        }
    }

    private static boolean leadsNowhere(RouteType kind) {
        return switch (kind) {
            case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> true;
            case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, NAT -> false;
        };
    }

    private void parent(RoutingKey key, Errno errno) {
        if (!state.has(key)) {
            throw new RoutingException(errno, KeyText.of(key) + " does not exist");
        }
    }

    private static void atLeast(int least, int value, String field) {
        if (value < least) {
            throw new RoutingException(Errno.EINVAL, field + " " + value + " is less than " + least);
        }
    }

    private static void text(String value, int bytes, String field) {
        if (value.isEmpty()) {
            throw new RoutingException(Errno.EINVAL, field + " is empty");
        }
        notLonger(value, bytes, field);
    }

    private static void notLonger(String value, int bytes, String field) {
        if (value.getBytes(StandardCharsets.UTF_8).length > bytes) {
            throw new RoutingException(Errno.ENAMETOOLONG, field + " '" + value + "' is longer than " + bytes + " bytes");
        }
    }
}
