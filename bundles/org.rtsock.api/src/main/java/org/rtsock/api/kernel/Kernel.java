// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.kernel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RouteRow;

/// The state of a router: interface tree, routing tables, routes. Any thread may call; commits run one after the other.
@ProviderType
public interface Kernel {
    /// One life of the kernel core: differs from that of every other, on this host and after a restart. Positive.
    long epoch();

    /// Version of the newest published commit, 0 before the first. A version is published once every reporter has all of it.
    long version();

    /// Runs work in a transaction and commits what it did as one version, all or none.
    ///
    /// When the work throws, everything it did is undone and the exception passes on. When it changed nothing, no version is made. Listeners are
    /// woken after the commit, so the work must not wait for any of them. Not reentrant.
    ///
    /// @return the version that holds the work: the new one, or the current one when nothing changed
    long commit(Cause cause, Consumer<? super Transaction> work);

    /// The best route of a table for an address: longest prefix, then lowest priority; null when nothing matches.
    /// Routes for a type of service or a source prefix are not considered.
    ///
    /// Does not wait for a commit under way, and sees nothing of it before it is published.
    @Nullable Route lookup(int table, IpAddress destination);

    /// The same for those who ask millions of times a second. The handle stays valid while the table comes and goes.
    RouteLookup lookup(int table, Family family);

    /// `rnh_lookup`: the most preferred route of exactly a prefix; null when there is none. Routes for a type of service or a source prefix
    /// are not considered. Waits for a commit under way.
    @Nullable Route find(int table, Prefix prefix);

    /// `rtalloc1` with its report flag: [#lookup(int, IpAddress)] for those who have a packet in their hands. When nothing matches, a
    /// [RouteEvent.Miss] is told; when the route has [org.rtsock.api.message.RouteFlag#XRESOLVE], a [RouteEvent.Resolve]. Both are counted, as is a
    /// match of the default route.
    @Nullable Route resolve(Cause cause, int table, IpAddress destination);

    /// `rt_losing`: the destination gets no answer through the route that matches it. Tells a [RouteEvent.Losing] and counts it; a route
    /// that a redirect made is deleted, so that the next lookup finds the way from before; but one that a driver made is left to it.
    ///
    /// @return the route
    /// @throws org.rtsock.api.RoutingException ESRCH when no route matches
    Route losing(Cause cause, int table, IpAddress destination);

    /// `rtredirect`: a router says that another one is the better way. Adds a host route, or leads the one that is there elsewhere.
    ///
    /// Refused, counted and told as a [RouteEvent.RedirectRefused] with ENETUNREACH when the gateway is on no connected network; EINVAL when
    /// the author is not the gateway to the destination; EHOSTUNREACH when the gateway is ourselves, or when the destination is on a
    /// link; EOPNOTSUPP when the route is not ours to change; ENOBUFS when there are too many redirects already; ESRCH for a table that does not
    /// exist, EEXIST for a route of this key that is hidden by a more preferred one.
    ///
    /// @param redirect what it says of `modified` does not matter
    /// @return the version that holds it
    /// @throws org.rtsock.api.RoutingException why it was refused
    long redirect(Cause cause, Redirect redirect);

    /// Has a listener told of what leaves no state behind. It is called on the thread that reports the event, must not block and must not call the
    /// kernel.
    Registration onEvent(Consumer<? super RouteEvent> listener);

    /// Shows the routes of a table within a prefix, that prefix included, in the order of prefixes, then from the most preferred on: those
    /// of one version. Commits wait meanwhile, so the visitor should be quick; it must not commit.
    ///
    /// @param visitor gets the same row again and again
    void walk(int table, Prefix within, Consumer<? super RouteRow> visitor);

    /// Puts a reporter under the changes of its type (`rts_ifdregister` and kin): it is given the present state first, then every change.
    /// When this returns, the sink holds the state of a published version.
    Registration attach(ReportSink sink);
}
