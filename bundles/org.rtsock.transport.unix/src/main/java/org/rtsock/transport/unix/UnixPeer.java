// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import org.rtsock.api.Credentials;
import org.rtsock.transport.stream.Peer;

/// A process that has connected. The host says who it is.
record UnixPeer(SocketChannel channel, UserPrincipal owner, Writers writers) implements Peer {
    @Override
    public Credentials identify() throws IOException {
        return PeerCredentials.of(channel, owner, writers);
    }

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
