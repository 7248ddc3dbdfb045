// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.rtsock.api.Credentials;

/// Who is at the other end, as the host's kernel says (SO_PEERCRED): the account of the process that connected. Root may write, and so may
/// the account that the appliance runs as, and those who are configured; everyone who can connect may listen and ask. Java does not tell the
/// process id, so it stays 0.
final class PeerCredentials {
    private PeerCredentials() {}

    /// @param owner the account that the appliance runs as
    static Credentials of(SocketChannel channel, UserPrincipal owner, Writers writers) throws IOException {
        UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return of(peer.user().getName(), peer.group().getName(), owner.getName(), writers);
    }

    static Credentials of(String user, String group, String owner, Writers writers) {
        // An account without a name in the host's database goes by its number.
        boolean root = user.equals("root") || user.equals("0");
        return new Credentials(user, 0, root || user.equals(owner) || writers.include(user, group));
    }
}
