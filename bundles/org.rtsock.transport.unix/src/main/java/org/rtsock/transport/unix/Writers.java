// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Who may write beside root and the account that the appliance runs as.
///
/// @param names accounts, groups with `@` in front, or `*` for everybody who can connect
record Writers(Set<String> names) {
    static final Writers NOBODY = new Writers(Set.of());
    private static final String EVERYBODY = "*";

    /// @param list names with commas between
    /// @throws RoutingException EINVAL for one that is none
    static Writers parse(String list) {
        Set<String> names =
                Arrays.stream(list.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
        for (String name : names) {
            if (name.equals("@") || name.chars().anyMatch(c -> c <= ' ' || c == ':' || c == '/')) {
                throw new RoutingException(Errno.EINVAL, "writers '" + list + "': '" + name + "' is neither an account nor @GROUP nor *");
            }
        }
        return new Writers(names);
    }

    /// @param group the group that the peer's process has run with when it connected; others that the account is in do not count
    boolean include(String user, String group) {
        return names.contains(user) || names.contains("@" + group) || names.contains(EVERYBODY);
    }
}
