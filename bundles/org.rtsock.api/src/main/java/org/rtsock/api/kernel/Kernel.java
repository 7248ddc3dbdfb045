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
import org.rtsock.api.message.Route;
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

    /// Shows the routes of a table within a prefix, that prefix included, in the order of prefixes, then from the most preferred on: those
    /// of one version. Commits wait meanwhile, so the visitor should be quick; it must not commit.
    ///
    /// @param visitor gets the same row again and again
    void walk(int table, Prefix within, Consumer<? super RouteRow> visitor);

    /// Puts a reporter under the changes of its type (`rts_ifdregister` and kin): it is given the present state first, then every change.
    /// When this returns, the sink holds the state of a published version.
    Registration attach(ReportSink sink);
}
