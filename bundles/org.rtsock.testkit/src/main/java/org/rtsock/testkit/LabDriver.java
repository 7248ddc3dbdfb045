// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import java.util.List;
import java.util.function.Consumer;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// A driver without a host: commits what a test tells it to, and leaves nothing behind. Any thread.
public final class LabDriver implements AutoCloseable {
    private static final int MTU = 1500;
    /// Children first; what hangs on these goes with them.
    private static final List<MessageType> OWNED = List.of(MessageType.ROUTE, MessageType.RTTABLE, MessageType.IFADDR, MessageType.IFFAMILY,
            MessageType.IFLOGICAL, MessageType.IFDEV);

    private final Kernel kernel;
    private final Cause cause;

    /// @param name of the driver in causes
    public LabDriver(Kernel kernel, String name) {
        this.kernel = kernel;
        this.cause = new Cause.Driver(name);
    }

    /// Commits as this driver.
    ///
    /// @return the version
    public long commit(Consumer<? super Transaction> work) {
        return kernel.commit(cause, work);
    }

    public Cause cause() {
        return cause;
    }

    /// Deletes all that this driver put, in one commit.
    @Override
    public void close() {
        commit(tx -> OWNED.forEach(type -> tx.owned(type).forEach(tx::remove)));
    }

    /// A port that is up.
    public static Ifd port(int index) {
        return new Ifd(index, "port" + index, MacAddress.NONE, MTU, true, true, "lab");
    }

    /// Unit 0 of a port, with the port's index.
    public static Ifl unit(int port) {
        return new Ifl(port, "port" + port + ".0", port, 0, true);
    }

    /// The family of an address on a unit.
    public static Iff family(int ifl, String address) {
        return new Iff(ifl, IpAddress.parse(address).family(), MTU);
    }

    /// An address on a unit.
    ///
    /// @param prefix of the link, such as `192.0.2.0/24`
    public static Ifa address(int ifl, String local, String prefix) {
        return new Ifa(ifl, IpAddress.parse(local), Prefix.parse(prefix), null, null);
    }

    /// A table of a prefix's family.
    public static RtTable table(int id, String prefix) {
        return new RtTable(id, "lab" + id, Prefix.parse(prefix).family());
    }

    /// A static route of priority 0.
    public static Route route(int table, String prefix, Nexthop... nexthops) {
        return new Route(
                Route.Key.of(table, Prefix.parse(prefix), 0), RouteProtocol.STATIC, RouteType.UNICAST, List.of(nexthops), RouteState.STORED, null);
    }
}
