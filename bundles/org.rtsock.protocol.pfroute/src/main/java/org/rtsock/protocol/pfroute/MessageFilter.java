// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.Filter;

/// What a socket does not want to hear of the kernel's messages (OpenBSD `ROUTE_MSGFILTER` and kin). Immutable.
///
/// @param types  bit `1 << type` for each message type that is wanted, 0 for all
/// @param flags  a message about a route that has one of these `RTF_` bits is dropped
/// @param routes by table and priority, for a look at a record before it is decoded
record MessageFilter(int types, int flags, Filter routes) {
    /// As a socket begins: its messages have no field for the table, so it hears of the main one, as a socket of FreeBSD hears of its own
    /// FIB.
    static final MessageFilter FRESH = new MessageFilter(0, 0, Filter.of(RtTable.MAIN, null, null));
    /// `RTABLE_ANY`.
    static final int ANY_TABLE = -1;
    /// `RTP_MAX`.
    static final int MAX_PRIORITY = 63;

    MessageFilter withTypes(int wanted) {
        return new MessageFilter(wanted, flags, routes);
    }

    MessageFilter withFlags(int unwanted) {
        return new MessageFilter(types, unwanted, routes);
    }

    /// @param id [#ANY_TABLE] for all
    /// @throws RoutingException EINVAL for 0, which is no table here
    MessageFilter withTable(int id) {
        if (id == 0) {
            throw new RoutingException(Errno.EINVAL, "ROUTE_TABLEFILTER 0 is not a table (1 to 4294967294) nor -1 for all");
        }
        return withRoutes(id == ANY_TABLE ? 0 : id, routes.priority());
    }

    /// @param highest routes with a priority up to this pass, 0 for all
    /// @throws RoutingException EINVAL for one that is not 0 to 63
    MessageFilter withPriority(int highest) {
        if (highest < 0 || highest > MAX_PRIORITY) {
            throw new RoutingException(Errno.EINVAL, "ROUTE_PRIOFILTER " + highest + " is not 0 to " + MAX_PRIORITY);
        }
        return withRoutes(routes.table(), highest == 0 ? Filter.ANY_PRIORITY : highest);
    }

    /// A type beyond the bits passes where all do.
    boolean admitsType(int type) {
        return types == 0 || type < Integer.SIZE && (types >>> type & 1) != 0;
    }

    boolean admitsFlags(int routeFlags) {
        return (flags & routeFlags) == 0;
    }

    /// Whether what happened is wanted, by all but the flags of the message that tells it.
    boolean admits(RouteEvent event) {
        return admitsType(EventMessage.type(event)) && routes.admitsTable(event.table()) && switch (event) {
            case RouteEvent.Resolve resolve -> routes.admitsPriority(resolve.route().key().priority());
            case RouteEvent.Losing losing -> routes.admitsPriority(losing.route().key().priority());
            case RouteEvent.Miss _, RouteEvent.RedirectRefused _ -> true;
        };
    }

    /// Whether a reply to another socket is wanted (OpenBSD `route_input`, which asks the same of replies as of other messages). Requests
    /// are about the main table; the priority of what was found does not stand in a message.
    ///
    /// @param message from position to limit, a header at least
    boolean admitsReply(ByteBuffer message) {
        ByteBuffer header = message.slice().order(ByteOrder.nativeOrder());
        int type = header.get(MessageHeader.TYPE) & 0xff;
        // The rest of another format stands elsewhere.
        boolean foreign = header.get(MessageHeader.VERSION) != MessageHeader.RTM_VERSION;
        return admitsType(type)
                && (foreign || routes.admitsTable(RtTable.MAIN) && admitsFlags(header.getInt(RtMsghdr.FLAGS)));
    }

    private MessageFilter withRoutes(int table, int priority) {
        return new MessageFilter(types, flags, new Filter(table, null, null, Set.of(), priority));
    }
}
