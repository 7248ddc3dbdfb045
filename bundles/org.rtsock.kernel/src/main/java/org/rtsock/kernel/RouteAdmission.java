// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// What a route must be to enter the state: its table there, its next hops in order and complete. One for drivers and one for requests.
/// Guarded by the kernel's lock.
///
/// Attributes that were admitted are remembered for as long as no interface, address or table changes, so that of a million routes to
/// the same next hops only the first costs a look at them.
final class RouteAdmission {
    private static final int REMEMBERED_BITS = 10;

    private final KernelState state;
    private final SharedAttributes attributes;
    private final boolean driver;
    private final NexthopCompletion completion;
    /// What was asked for, by hash; and in the same place as what, and under which number, it was admitted.
    private final @Nullable RouteAttributes[] asked = new @Nullable RouteAttributes[1 << REMEMBERED_BITS];
    private final @Nullable RouteAttributes[] admitted = new @Nullable RouteAttributes[1 << REMEMBERED_BITS];
    private final int[] numbers = new int[1 << REMEMBERED_BITS];
    private long generation = -1;

    RouteAdmission(KernelState state, boolean driver) {
        this.state = state;
        this.attributes = state.routes().attributes();
        this.driver = driver;
        this.completion = new NexthopCompletion(state.interfaces(), driver);
    }

    /// @return the number of the route's attributes as they may be stored
    /// @throws RoutingException what is wrong with the route
    int admit(RouteRow route) {
        RouteAttributes wanted = route.attributes();
        if (generation != state.generation()) {
            generation = state.generation();
            Arrays.fill(asked, null);
            Arrays.fill(admitted, null);
        }
        int place = wanted.hashCode() * 0x9e37_79b9 >>> 32 - REMEMBERED_BITS;
        RouteAttributes known = asked[place];
        RouteAttributes complete = known == wanted || wanted.equals(known) ? admitted[place] : null;
        if (complete == null) {
            check(route, wanted);
        }
        requireTable(route);
        if (complete == null) {
            complete = wanted.withNexthops(completion.complete(wanted.nexthops()));
        }
        if (attributes.get(numbers[place]) != complete) {
            numbers[place] = attributes.intern(complete); // new, or forgotten since because no route had it
        }
        asked[place] = wanted;
        admitted[place] = attributes.at(numbers[place]);
        return numbers[place];
    }

    private void check(RouteRow route, RouteAttributes wanted) {
        RouteType kind = wanted.kind();
        if (kind.needsNexthop() && wanted.nexthops().isEmpty()) {
            throw new RoutingException(Errno.EINVAL, kind.word() + " route " + prefix(route) + " has no next hop");
        }
        // Linux shows IPv6 blackholes and their kin on lo: from a driver they stay what they are there.
        if (!driver && leadsNowhere(kind) && !wanted.nexthops().isEmpty()) {
            throw new RoutingException(Errno.EINVAL, kind.word() + " route " + prefix(route) + " has next hops");
        }
        if (wanted.nexthops().size() > Admission.MAX_NEXTHOPS) {
            throw new RoutingException(
                    Errno.EMSGSIZE, wanted.nexthops().size() + " next hops are more than " + Admission.MAX_NEXTHOPS);
        }
    }

    private void requireTable(RouteRow route) {
        RouteTable routes = state.routes().table(route.table(), route.family());
        if (routes != null && routes.existedIn(generation)) {
            return;
        }
        RtTable.Key key = new RtTable.Key(route.table(), route.family());
        if (!state.has(key)) {
            throw new RoutingException(Errno.ESRCH, key.text() + " does not exist");
        }
        if (routes != null) {
            routes.existsIn(generation);
        }
    }

    private static String prefix(RouteRow route) {
        return new IpAddress(route.family(), route.high(), route.low()) + "/" + route.length();
    }

    private static boolean leadsNowhere(RouteType kind) {
        return switch (kind) {
            case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> true;
            case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, NAT -> false;
        };
    }
}
