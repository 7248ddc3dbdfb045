// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process at the other end of the socket.
final class Peer implements AutoCloseable {
    final SocketChannel channel;

    Peer(Path path) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    static Peer connected(Path path) throws IOException {
        Peer peer = new Peer(path);
        peer.write(preamble("rtsock", 1, 0, "echo"));
        assertEquals(0, peer.answer());
        return peer;
    }

    static byte[] preamble(String magic, int version, int family, String protocol) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.put(magic.getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) family);
        bytes.put(protocol.getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    static byte[] message(int length, int word) {
        return ByteBuffer.allocate(length).putInt(length).putInt(word).array();
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// The errno of the appliance's answer to the preamble.
    int answer() throws IOException {
        ByteBuffer bytes = read(8);
        assertEquals("rtsock", new String(bytes.array(), 0, 6, StandardCharsets.US_ASCII));
        return (bytes.get(6) & 0xff) + (bytes.get(7) << 8);
    }

    /// The second word of the next message; -1 at the end of the stream.
    int message() throws IOException {
        ByteBuffer head = read(8);
        if (head.limit() < 8) {
            return -1;
        }
        read(head.getInt(0) - 8);
        return head.getInt(4);
    }

    /// So many bytes, fewer at the end of the stream.
    ByteBuffer read(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        try {
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // on to the rest
            }
        } catch (IOException e) {
            // Reset: the other end closed with bytes of ours unread.
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
