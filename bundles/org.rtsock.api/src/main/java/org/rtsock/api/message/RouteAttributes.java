// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// What a route says beside its key: who made it, what becomes of a packet, where it leads. Immutable.
///
/// Many routes share the same attributes; the kernel core holds each set once. Whoever writes many routes should hand in the same object for
/// those that have the same, because then it is not even compared.
public final class RouteAttributes {
    private final int protocol;
    private final RouteType kind;
    private final List<Nexthop> nexthops;
    private final RouteState state;
    private final @Nullable Errno failure;
    private final RouteMetrics metrics;
    private final Set<RouteFlag> flags;
    private final int hash;

    /// Attributes without metrics and flags.
    public RouteAttributes(
            int protocol, RouteType kind, List<Nexthop> nexthops, RouteState state, @Nullable Errno failure) {
        this(protocol, kind, nexthops, state, failure, RouteMetrics.NONE, Set.of());
    }

    /// @param protocol who made it, 0 to 255, see [RouteProtocol]
    /// @param nexthops in the order in which the maker gave them; empty for blackhole and kin, and in requests that only name a route
    /// @param failure  the host's answer when the state is FAILED, else null
    /// @param metrics those that are set; in a request those that it is about
    /// @throws RoutingException EINVAL naming the field
    public RouteAttributes(
            int protocol,
            RouteType kind,
            List<Nexthop> nexthops,
            RouteState state,
            @Nullable Errno failure,
            RouteMetrics metrics,
            Set<RouteFlag> flags) {
        RouteProtocol.require(protocol);
        if ((state == RouteState.FAILED) != (failure != null)) {
            throw new RoutingException(Errno.EINVAL, "state " + state.word() + " and errno " + failure + " do not agree");
        }
        this.protocol = protocol;
        this.kind = kind;
        this.nexthops = List.copyOf(nexthops);
        this.state = state;
        this.failure = failure;
        this.metrics = metrics;
        this.flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
        this.hash = 31 * (31 * this.flags.hashCode() + metrics.hashCode() + this.nexthops.hashCode())
                + protocol * 64 + kind.number() * 4 + state.ordinal();
    }

    public int protocol() {
        return protocol;
    }

    public RouteType kind() {
        return kind;
    }

    public List<Nexthop> nexthops() {
        return nexthops;
    }

    public RouteState state() {
        return state;
    }

    public @Nullable Errno failure() {
        return failure;
    }

    public RouteMetrics metrics() {
        return metrics;
    }

    /// In the flags' order.
    public Set<RouteFlag> flags() {
        return flags;
    }

    public boolean has(RouteFlag flag) {
        return flags.contains(flag);
    }

    /// The same attributes with these next hops; this object when it has them.
    public RouteAttributes withNexthops(List<Nexthop> others) {
        return others.equals(nexthops) ? this : new RouteAttributes(protocol, kind, others, state, failure, metrics, flags);
    }

    /// The same attributes in this state; this object when they are in it.
    public RouteAttributes withState(RouteState other, @Nullable Errno errno) {
        return other == state && errno == failure
                ? this
                : new RouteAttributes(protocol, kind, nexthops, other, errno, metrics, flags);
    }

    /// The same attributes with these metrics; this object when it has them.
    public RouteAttributes withMetrics(RouteMetrics others) {
        return others.equals(metrics) ? this : new RouteAttributes(protocol, kind, nexthops, state, failure, others, flags);
    }

    /// The same attributes with these flags; this object when it has them.
    public RouteAttributes withFlags(Set<RouteFlag> others) {
        return others.equals(flags) ? this : new RouteAttributes(protocol, kind, nexthops, state, failure, metrics, others);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RouteAttributes that
                        && hash == that.hash
                        && protocol == that.protocol
                        && kind == that.kind
                        && state == that.state
                        && failure == that.failure
                        && metrics.equals(that.metrics)
                        && flags.equals(that.flags)
                        && nexthops.equals(that.nexthops);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "RouteAttributes[protocol=" + protocol + ", kind=" + kind + ", nexthops=" + nexthops + ", state=" + state
                + (failure == null ? "" : ", failure=" + failure)
                + (metrics.isEmpty() ? "" : ", metrics=" + metrics.entries())
                + (flags.isEmpty() ? "" : ", flags=" + flags)
                + "]";
    }
}
