// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.rtsock.api.Credentials;

/// Who is at the other end, as the host's kernel says (SO_PEERCRED): the account of the process that connected. Root may write, and so may
/// the account that the appliance runs as; everyone who can connect may listen and ask. Java does not tell the process id, so it stays 0.
final class PeerCredentials {
    private PeerCredentials() {}

    /// @param owner the account that the appliance runs as
    static Credentials of(SocketChannel channel, UserPrincipal owner) throws IOException {
        return of(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName(), owner.getName());
    }

    static Credentials of(String user, String owner) {
        // An account without a name in the host's database goes by its number.
        boolean root = user.equals("root") || user.equals("0");
        return new Credentials(user, 0, root || user.equals(owner));
    }
}
