// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Route;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.RouteCodec;

/// NET_RT_DUMP and NET_RT_FLAGS (4.4BSD `sysctl_dumpentry`): the routes of a table as RTM_GET messages with IFP, one a path, as FreeBSD has
/// them; pid, seq and errno are zero, and RTF_DONE is not set, since nobody asked for this route.
///
/// A table that is named must exist, else ENOENT (OpenBSD). The main one need not: a system may not have routes yet.
final class RouteDump extends Dump {
    private static final RouteCodec ROUTES = new RouteCodec();

    private final @Nullable Family family;
    private final SysctlName name;
    private boolean exists;
    /// The route that is being told, null between routes.
    private @Nullable Route route;
    private int path;

    RouteDump(RoutingDomain domain, @Nullable Family family, SysctlName name) {
        super(
                domain,
                MessageType.RTTABLE.flag() | MessageType.ROUTE.flag(),
                Filter.of(name.tableId(), family, null));
        this.family = family;
        this.name = name;
        this.exists = name.table() == null;
    }

    @Override
    boolean advance() {
        while (true) {
            Route present = route;
            if (present != null && path < RouteMessage.paths(present)) {
                if (write(present, path++)) {
                    return true;
                }
            } else if (!nextRoute()) {
                return false;
            }
        }
    }

    private boolean nextRoute() {
        @Nullable FieldReader fields = nextRecord();
        while (fields != null && is(MessageType.RTTABLE)) {
            exists = true;
            fields = nextRecord();
        }
        if (!exists) {
            throw new RoutingException(
                    Errno.ENOENT,
                    "table " + Integer.toUnsignedString(name.tableId()) + (family == null ? "" : " of family " + family.word())
                            + " does not exist");
        }
        if (fields == null) {
            return false;
        }
        route = ROUTES.decode(fields);
        path = 0;
        return true;
    }

    /// @return whether the path is among those that were asked for
    private boolean write(Route present, int which) {
        RouteMessage.write(writer, RtmType.GET, present, which, true, 0, 0);
        ByteBuffer message = writer.message();
        int flags = message.getInt(RtMsghdr.FLAGS) & ~Rtf.DONE;
        message.putInt(RtMsghdr.FLAGS, flags);
        return name.operation() == SysctlName.DUMP || (flags & name.argument()) != 0;
    }
}
