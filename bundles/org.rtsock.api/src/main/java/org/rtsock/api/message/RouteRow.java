// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A route as numbers, to be filled anew for the next one: for those who write or read so many that an object for each would cost too much.
/// The same route as a value is a [Route]. One thread at a time.
public final class RouteRow {
    private int table = RtTable.MAIN;
    private Family family = Family.INET;
    private long high;
    private long low;
    private int length;
    private int priority;
    private int tos;
    private @Nullable Prefix source;
    private int instance;
    private @Nullable RouteAttributes attributes;

    /// Names a route of this prefix with no priority, type of service, source or instance. The attributes stay what they were.
    ///
    /// @param high   bits 0 to 63 of the prefix; an inet address stands in the upper 32, see [IpAddress]
    /// @param low    bits 64 to 127
    /// @param length 0 to 32 for inet, 0 to 128 for inet6
    /// @throws RoutingException EINVAL when the length does not fit the family or bits beyond it are set
    public RouteRow prefix(Family ofFamily, long high, long low, int length) {
        if (length < 0
                || length > ofFamily.bits()
                || (high & ~Prefix.highMask(length)) != 0
                || (low & ~Prefix.lowMask(length)) != 0) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "prefix " + new IpAddress(ofFamily, high, low) + "/" + length + " has a length that does not fit or host bits set");
        }
        this.family = ofFamily;
        this.high = high;
        this.low = low;
        this.length = length;
        priority = 0;
        tos = 0;
        source = null;
        instance = 0;
        return this;
    }

    /// @throws RoutingException EINVAL for table 0
    public RouteRow table(int id) {
        RtTable.requireId(id);
        table = id;
        return this;
    }

    public RouteRow priority(int value) {
        priority = value;
        return this;
    }

    /// What else tells routes of one prefix and priority apart, see [Route.Key].
    ///
    /// @throws RoutingException EINVAL naming the field
    public RouteRow apart(int typeOfService, @Nullable Prefix sourcePrefix, int number) {
        if (typeOfService < 0 || typeOfService > 255) {
            throw new RoutingException(Errno.EINVAL, "tos " + typeOfService + " is not 0 to 255");
        }
        if (sourcePrefix != null && sourcePrefix.family() != family) {
            throw new RoutingException(
                    Errno.EINVAL, "source " + sourcePrefix + " is not of the family of prefix " + new IpAddress(family, high, low));
        }
        tos = typeOfService;
        source = sourcePrefix;
        instance = number;
        return this;
    }

    public RouteRow attributes(RouteAttributes value) {
        attributes = value;
        return this;
    }

    public RouteRow key(Route.Key key) {
        IpAddress address = key.prefix().address();
        prefix(key.family(), address.high(), address.low(), key.prefix().length());
        return table(key.table()).priority(key.priority()).apart(key.tos(), key.source(), key.instance());
    }

    public RouteRow set(Route route) {
        return key(route.key()).attributes(route.attributes());
    }

    public int table() {
        return table;
    }

    public Family family() {
        return family;
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    public int length() {
        return length;
    }

    public int priority() {
        return priority;
    }

    public int tos() {
        return tos;
    }

    public @Nullable Prefix source() {
        return source;
    }

    public int instance() {
        return instance;
    }

    /// @throws IllegalStateException when none were set
    public RouteAttributes attributes() {
        RouteAttributes present = attributes;
        if (present == null) {
            throw new IllegalStateException("the row has no attributes");
        }
        return present;
    }

    /// The key as a value.
    public Route.Key key() {
        return new Route.Key(table, new Prefix(new IpAddress(family, high, low), length), priority, tos, source, instance);
    }

    /// The route as a value.
    public Route route() {
        return new Route(key(), attributes());
    }
}
