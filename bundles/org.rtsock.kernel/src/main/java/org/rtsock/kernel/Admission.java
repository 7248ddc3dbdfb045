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
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// What an object other than a route must be to enter the state: fields in range, parents there. Changes nothing.
final class Admission {
    /// Longest name of an interface, UTF-8 bytes; Linux allows 15. With [#MAX_NEXTHOPS] it bounds a route to what fits a frame, also when
    /// its interfaces are renamed later.
    static final int MAX_INTERFACE_NAME = 32;
    static final int MAX_NEXTHOPS = 1024;
    /// Longest other text, UTF-8 bytes.
    static final int MAX_TEXT = 255;

    private final KernelState state;

    Admission(KernelState state) {
        this.state = state;
    }

    /// @throws RoutingException what is wrong with it
    void check(RoutingObject object) {
        switch (object) {
            case Ifd ifd -> check(ifd);
            case Ifl ifl -> check(ifl);
            case Iff iff -> check(iff);
            case Ifa ifa -> check(ifa);
            case RtTable table -> check(table);
            case ExtensionObject extension -> check(extension);
            case Redirect redirect -> throw derived(redirect, "follow from what routers say, not from a transaction");
            case RtStats stats -> throw derived(stats, "follow from the routes");
            case Route _ -> throw new IllegalArgumentException("routes have an admission of their own");
        }
    }

    private static RoutingException derived(RoutingObject object, String why) {
        return new RoutingException(
                Errno.EOPNOTSUPP, object.key().text() + ": objects of type " + object.type().word() + " " + why);
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
        atLeast(0, iff.mtu(), "mtu of " + iff.key().text());
        parent(new Ifl.Key(iff.ifl()), Errno.ENODEV);
    }

    private void check(Ifa ifa) {
        if (ifa.broadcast() != null && (ifa.family() != Family.INET || ifa.broadcast().family() != Family.INET)) {
            throw new RoutingException(Errno.EINVAL, "broadcast " + ifa.broadcast() + " of " + ifa.key().text() + " is not for inet");
        }
        if (ifa.peer() != null && ifa.peer().family() != ifa.family()) {
            throw new RoutingException(
                    Errno.EINVAL, "peer " + ifa.peer() + " of " + ifa.key().text() + " is not " + ifa.family().word());
        }
        parent(new Iff.Key(ifa.ifl(), ifa.family()), Errno.ENODEV);
    }

    private void check(RtTable table) {
        RtTable.requireId(table.id());
        text(table.name(), MAX_TEXT, "name of " + table.key().text());
    }

    private void check(ExtensionObject extension) {
        MessageType type = extension.key().type();
        check(type);
        checkKinship(extension);
        RoutingKey parent = extension.body().parent();
        if (parent == null) {
            return;
        }
        boolean mayHaveChildren =
                switch (parent) {
                    case Ifd.Key _, Ifl.Key _, Iff.Key _, Ifa.Key _, RtTable.Key _, ExtensionObject.Key _ -> true;
                    case Route.Key _, Redirect.Key _, RtStats.Key _ -> false;
                };
        if (!mayHaveChildren || parent.type().rank() >= type.rank()) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "parent " + parent.text() + " of " + extension.key().text() + " is not of a type that has parts and ranks below "
                            + type.word());
        }
        if (state.get(extension.key()) instanceof Entry present
                && present.value() instanceof ExtensionObject before
                && !parent.equals(before.body().parent())) {
            throw new RoutingException(
                    Errno.EINVAL, "parent " + parent.text() + " of " + extension.key().text() + " is not what it was");
        }
        parent(parent, Errno.ENODEV);
    }

    /// The objects of a type are of one plug-in: another one's of the same number would reach a reporter that cannot encode them, and take that
    /// one out instead of its own.
    private void checkKinship(ExtensionObject extension) {
        Entry first = state.first(extension.key().type());
        if (first != null
                && first.value() instanceof ExtensionObject present
                && present.body().getClass().getClassLoader() != extension.body().getClass().getClassLoader()
                && !PlugIn.isGone(present)) {
            throw new RoutingException(
                    Errno.EINVAL,
                    extension.key().text() + " is a " + PlugIn.describe(extension.body()) + "; type " + extension.key().type().number()
                            + " has objects of " + PlugIn.describe(present.body()));
        }
    }

    /// A plug-in's object under a built-in type would reach reporters that cannot encode it.
    private static void check(MessageType type) {
        if (!type.isPlugin()) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "type " + type.number() + " of " + type.word() + " is less than " + MessageType.FIRST_PLUGIN + ", the first of plug-ins");
        }
    }

    private void parent(RoutingKey key, Errno errno) {
        if (!state.has(key)) {
            throw new RoutingException(errno, key.text() + " does not exist");
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
