// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;

/// A TLS connection as a channel. One thread reads and one writes; any closes.
final class TlsChannel implements ByteChannel {
    /// What a TLS record holds at most.
    private static final int RECORD = 1 << 14;

    private final SocketChannel below;
    private final InputStream in;
    private final OutputStream out;
    /// Owned by the thread that reads.
    private final byte[] incoming = new byte[4 * RECORD];
    /// Owned by the thread that writes.
    private final byte[] outgoing = new byte[4 * RECORD];

    TlsChannel(SSLSocket socket, SocketChannel below) throws IOException {
        this.below = below;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = in.read(incoming, 0, Math.min(incoming.length, target.remaining()));
        if (count > 0) {
            target.put(incoming, 0, count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = Math.min(outgoing.length, source.remaining());
        source.get(outgoing, 0, count);
        out.write(outgoing, 0, count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return below.isOpen();
    }

    /// Without TLS's own farewell: that waits for a write which the peer may not be taking. Frames say themselves where they end.
    @Override
    public void close() throws IOException {
        below.close();
    }
}
