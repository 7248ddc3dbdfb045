// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The socket file of the unix transport.
record UnixEndpoint(Path socket) implements Endpoint {
    @Override
    public ByteChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            connect(channel);
            Preamble.exchange(channel, toString());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (ConnectException e) {
            throw new NoApplianceException(toString(), "nobody listens there", e);
        } catch (IOException e) {
            String reason = Files.notExists(socket) ? "no such file" : String.valueOf(e.getMessage());
            throw new NoApplianceException(toString(), reason, e);
        }
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
