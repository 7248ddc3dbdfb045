// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;

/// The networks that are on the link of some logical interface, by the prefixes of interface addresses. Guarded by the kernel's lock.
final class ConnectedNetworks {
    /// A network on several interfaces is found on the one with the lowest index first.
    private static final Comparator<Ifa.Key> ORDER = Comparator.comparingInt(Ifa.Key::ifl).thenComparing(Ifa.Key::local);

    private final PrefixTree<List<Ifa.Key>> inet = new PrefixTree<>();
    private final PrefixTree<List<Ifa.Key>> inet6 = new PrefixTree<>();

    void add(Ifa.Key address) {
        List<Ifa.Key> addresses = others(address);
        addresses.add(address);
        addresses.sort(ORDER);
        of(address.local().family()).put(address.prefix(), List.copyOf(addresses));
    }

    void remove(Ifa.Key address) {
        List<Ifa.Key> addresses = others(address);
        if (addresses.isEmpty()) {
            of(address.local().family()).remove(address.prefix());
        } else {
            of(address.local().family()).put(address.prefix(), List.copyOf(addresses));
        }
    }

    /// The choice from an interface with the longest network that holds the address.
    <R> @Nullable R find(IpAddress address, PrefixTree.Choice<Integer, R> choice) {
        return of(address.family()).longest(address, addresses -> {
            for (Ifa.Key candidate : addresses) {
                R chosen = choice.of(candidate.ifl());
                if (chosen != null) {
                    return chosen;
                }
            }
            return null;
        });
    }

    private List<Ifa.Key> others(Ifa.Key address) {
        List<Ifa.Key> present = of(address.local().family()).get(address.prefix());
        List<Ifa.Key> others = new ArrayList<>(present == null ? List.of() : present);
        others.remove(address);
        return others;
    }

    private PrefixTree<List<Ifa.Key>> of(Family family) {
        return switch (family) {
            case INET -> inet;
            case INET6 -> inet6;
        };
    }
}
