// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// How interfaces hang together: device, logical interface, family, address; and how they are found by name and by network.
///
/// Holds indexes only, the objects are in the [ObjectStore]. Names need not be unique: while a driver renames interfaces in one commit,
/// two may share one for a moment. Guarded by the kernel's lock.
final class InterfaceTree {
    /// What the name of a device's untagged unit ends with.
    private static final String UNTAGGED = ".0";

    private final ObjectStore objects;
    private final SetIndex<RoutingKey, RoutingKey> children = new SetIndex<>();
    private final SetIndex<String, Integer> iflsByName = new SetIndex<>();
    private final ConnectedNetworks networks = new ConnectedNetworks();

    InterfaceTree(ObjectStore objects) {
        this.objects = objects;
    }

    /// Follows a change in the store.
    void replaced(@Nullable RoutingObject before, @Nullable RoutingObject after) {
        if (before != null) {
            unlink(before);
        }
        if (after != null) {
            link(after);
        }
    }

    private void link(RoutingObject object) {
        switch (object) {
            case Ifl ifl -> {
                children.add(new Ifd.Key(ifl.ifd()), ifl.key());
                iflsByName.add(ifl.name(), ifl.index());
            }
            case Iff iff -> children.add(new Ifl.Key(iff.ifl()), iff.key());
            case Ifa ifa -> {
                children.add(new Iff.Key(ifa.ifl(), ifa.family()), ifa.key());
                networks.add(ifa.key());
            }
            case ExtensionObject extension when extension.body().parent() instanceof RoutingKey parent ->
                children.add(parent, extension.key());
            case Ifd _, RtTable _, Route _, Redirect _, RtStats _, ExtensionObject _ -> {}
        }
    }

    private void unlink(RoutingObject object) {
        switch (object) {
            case Ifl ifl -> {
                children.remove(new Ifd.Key(ifl.ifd()), ifl.key());
                iflsByName.remove(ifl.name(), ifl.index());
            }
            case Iff iff -> children.remove(new Ifl.Key(iff.ifl()), iff.key());
            case Ifa ifa -> {
                children.remove(new Iff.Key(ifa.ifl(), ifa.family()), ifa.key());
                networks.remove(ifa.key());
            }
            case ExtensionObject extension when extension.body().parent() instanceof RoutingKey parent ->
                children.remove(parent, extension.key());
            case Ifd _, RtTable _, Route _, Redirect _, RtStats _, ExtensionObject _ -> {}
        }
    }

    /// Keys of the objects right below another. A copy.
    List<RoutingKey> children(RoutingKey parent) {
        return children.of(parent);
    }

    @Nullable Ifd ifd(int index) {
        Entry entry = objects.get(new Ifd.Key(index));
        return entry == null ? null : (Ifd) entry.value();
    }

    @Nullable Ifl ifl(int index) {
        Entry entry = objects.get(new Ifl.Key(index));
        return entry == null ? null : (Ifl) entry.value();
    }

    /// The name under which the host knows a logical interface: its device's for the untagged unit, else its own.
    String hostName(Ifl ifl) {
        Ifd ifd = ifd(ifl.ifd());
        return ifd != null && isUntagged(ifl, ifd.name()) ? ifd.name() : ifl.name();
    }

    /// The logical interface that a name stands for: the host's name, or its own where no host name is the same.
    @Nullable Ifl find(String name) {
        Ifl untagged = firstNamed(name + UNTAGGED, ifl -> hostName(ifl).equals(name));
        return untagged != null ? untagged : firstNamed(name, _ -> true);
    }

    /// The logical interface that is up and has the longest connected network with the address.
    @Nullable Ifl connected(IpAddress address) {
        return networks.find(address, index -> {
            Ifl ifl = ifl(index);
            Ifd ifd = ifl == null ? null : ifd(ifl.ifd());
            return ifl != null && ifl.up() && ifd != null && ifd.up() ? ifl : null;
        });
    }

    private @Nullable Ifl firstNamed(String name, Predicate<Ifl> condition) {
        Ifl first = null;
        for (int index : iflsByName.of(name)) {
            Ifl ifl = ifl(index);
            if (ifl != null && condition.test(ifl) && (first == null || ifl.index() < first.index())) {
                first = ifl;
            }
        }
        return first;
    }

    private static boolean isUntagged(Ifl ifl, String device) {
        return ifl.unit() == 0 && ifl.name().equals(device + UNTAGGED);
    }
}
