// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api;

/// Who is at the other end of a routing socket, as its transport could prove it.
///
/// @param user     account name, or `?` where the transport cannot tell
/// @param pid      process id as the peer states it, 0 when unknown; for display and for replies, never for a decision
/// @param mayWrite whether requests that change something, or have it told to others, are allowed; GET and listening are open to
///                 everyone, unless the switch is configured otherwise
public record Credentials(String user, int pid, boolean mayWrite) {
    /// The appliance itself: daemons that live in the same JVM.
    public static final Credentials SELF =
            new Credentials(System.getProperty("user.name", "?"), (int) ProcessHandle.current().pid(), true);
}
