// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RtTable;

/// What follows the family in a name of `net.route` (FreeBSD `sysctl_rtsock`, OpenBSD `sysctl_rtable`).
///
/// | operation | number | argument | table |
/// |---|---|---|---|
/// | NET_RT_DUMP | 1 | does not matter | the main one unless named |
/// | NET_RT_FLAGS | 2 | `RTF_` bits: routes that have one of them | the same |
/// | NET_RT_IFLIST | 3 | index of the interface, 0 for all | |
/// | NET_RT_STATS | 4, as OpenBSD has it | does not matter | |
/// | NET_RT_IFLISTL | 5 | index of the interface, 0 for all | |
///
/// FreeBSD's 4 is NET_RT_IFMALIST: there are no multicast addresses here. OpenBSD's 5 is NET_RT_TABLE.
///
/// @param table null when it is not named
record SysctlName(int operation, int argument, @Nullable Integer table) {
    static final int DUMP = 1;
    static final int FLAGS = 2;
    static final int IFLIST = 3;
    static final int STATS = 4;
    static final int IFLISTL = 5;

    private static final int WITHOUT_TABLE = 2;
    private static final int WITH_TABLE = 3;

    /// @throws RoutingException EINVAL naming the element; EOPNOTSUPP for a dump of neighbours
    static SysctlName of(int[] name) {
        if (name.length < WITHOUT_TABLE || name.length > WITH_TABLE) {
            throw invalid(name, "has " + name.length + " elements, not operation, argument and perhaps table");
        }
        SysctlName read = new SysctlName(name[0], name[1], name.length == WITH_TABLE ? Integer.valueOf(name[2]) : null);
        if (read.operation < DUMP || read.operation > IFLISTL) {
            throw invalid(name, "operation " + read.operation + " is not 1 to 5");
        }
        if (read.argument < 0) {
            throw invalid(name, "argument " + read.argument + " is negative");
        }
        if (read.table != null && read.operation != DUMP && read.operation != FLAGS) {
            throw invalid(name, "operation " + read.operation + " has no table");
        }
        if (read.table != null && read.table == 0) {
            throw invalid(name, "table 0 is not 1 to 4294967295");
        }
        if (read.operation == FLAGS && (read.argument == 0 || (read.argument & Rtf.LLDATA) != 0)) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP,
                    "name " + Arrays.toString(name) + " asks for neighbours (flags 0 or RTF_LLDATA), which are not kept here");
        }
        return read;
    }

    /// The table that it is about.
    int tableId() {
        return table == null ? RtTable.MAIN : table;
    }

    private static RoutingException invalid(int[] name, String why) {
        return new RoutingException(Errno.EINVAL, "name " + Arrays.toString(name) + ": " + why);
    }
}
