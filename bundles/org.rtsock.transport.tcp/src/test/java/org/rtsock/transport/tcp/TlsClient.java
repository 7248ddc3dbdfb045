// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A daemon at the other end of a TLS connection.
final class TlsClient implements AutoCloseable {
    /// A test that waits for longer has failed.
    private static final int BOUND_MILLIS = 20_000;

    private static final char[] NO_PASSWORD = {};

    /// Below TLS.
    final Socket raw;
    final SSLSocket tls;

    /// Connects; the handshake is made with the first bytes.
    TlsClient(InetSocketAddress address, SSLContext context) throws IOException {
        raw = new Socket();
        raw.connect(address);
        raw.setSoTimeout(BOUND_MILLIS);
        tls = (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", address.getPort(), true);
    }

    /// @param holder whose certificate is shown, null for none
    static SSLContext context(X509Certificate trusted, TestAuthority.@Nullable Holder holder) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", trusted);
        if (holder != null) {
            store.setKeyEntry("own", holder.key(), NO_PASSWORD, new X509Certificate[] {holder.certificate()});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, NO_PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    static byte[] preamble(String protocol) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.put("rtsock".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        bytes.put(protocol.getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    static byte[] message(int length, int word) {
        return ByteBuffer.allocate(length).putInt(length).putInt(word).array();
    }

    void write(byte[] bytes) throws IOException {
        tls.getOutputStream().write(bytes);
    }

    /// Says what it wants.
    ///
    /// @return the errno of the answer, -1 when the connection ends without one
    int introduce() throws IOException {
        write(preamble("echo"));
        return answer();
    }

    int answer() throws IOException {
        byte[] bytes = tls.getInputStream().readNBytes(8);
        if (bytes.length < 8) {
            return -1;
        }
        assertEquals("rtsock", new String(bytes, 0, 6, StandardCharsets.US_ASCII));
        return (bytes[6] & 0xff) + (bytes[7] << 8);
    }

    /// The second word of the next message; -1 at the end of the stream.
    int message() throws IOException {
        byte[] head = tls.getInputStream().readNBytes(8);
        if (head.length < 8) {
            return -1;
        }
        ByteBuffer words = ByteBuffer.wrap(head);
        tls.getInputStream().readNBytes(words.getInt(0) - 8);
        return words.getInt(4);
    }

    /// Reads until the connection ends, however it does.
    void awaitEnd() {
        try {
            while (tls.getInputStream().read() >= 0) {
                // on to the end
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection does not end", e);
        } catch (IOException e) {
            // An end, too.
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
