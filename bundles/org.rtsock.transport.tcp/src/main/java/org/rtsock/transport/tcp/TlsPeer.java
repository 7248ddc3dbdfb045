// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.rtsock.api.Credentials;
import org.rtsock.transport.stream.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Somebody who has connected. TLS lies over a plain socket, which [#close] closes: closing the TLS socket would wait for whoever writes.
final class TlsPeer implements Peer {
    private static final Logger LOG = LoggerFactory.getLogger(TlsPeer.class);
    /// What one record carries. Written one by one, so that a peer that takes any of it is seen to.
    private static final int RECORD = 16 * 1024;
    private static final String[] VERSIONS = {"TLSv1.3"};
    /// For a peer that has been told that this is the end: how long and how many bytes more it is listened to.
    private static final int FAREWELL_MILLIS = 1000;

    private static final int FAREWELL_BYTES = 64 * 1024;

    private final Socket raw;
    private final SSLSocket tls;
    private final InputStream input;
    private final OutputStream output;
    private final Gate gate;

    /// @param raw belongs to this from now on, unless it throws
    TlsPeer(Socket raw, Gate gate) throws IOException {
        this.raw = raw;
        this.gate = gate;
        this.tls = (SSLSocket) gate.admission()
                .context()
                .getSocketFactory()
                .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), false);
        tls.setUseClientMode(false);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setNeedClientAuth(true);
        tls.setSSLParameters(parameters);
        this.input = tls.getInputStream();
        this.output = tls.getOutputStream();
    }

    @Override
    public Credentials identify() throws IOException {
        try {
            tls.startHandshake();
        } catch (SSLException e) {
            try {
                farewell();
            } catch (IOException gone) {
                e.addSuppressed(gone);
            }
            throw e;
        }
        List<X509Certificate> chain = Arrays.stream(tls.getSession().getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
        return gate.enter(this, chain).credentials();
    }

    @Override
    public boolean isPlain() {
        return false;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = input.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (count > 0) {
            target.position(target.position() + count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = Math.min(source.remaining(), RECORD);
        output.write(source.array(), source.arrayOffset() + source.position(), count);
        source.position(source.position() + count);
        return count;
    }

    /// By a close_notify, without which the peer would have to take the end for an attack.
    @Override
    public void finish() throws IOException {
        tls.shutdownOutput();
        farewell();
    }

    /// Waits for the peer to close. A socket that is closed with bytes unread makes the host send a reset, and that could overtake the last
    /// words: a client whose certificate is refused has sent its preamble by then, and is to see the alert.
    private void farewell() throws IOException {
        raw.shutdownOutput();
        raw.setSoTimeout(FAREWELL_MILLIS);
        try {
            raw.getInputStream().readNBytes(FAREWELL_BYTES);
        } catch (SocketTimeoutException e) {
            LOG.debug("{} does not close", this, e);
        }
    }

    @Override
    public boolean isOpen() {
        return !raw.isClosed();
    }

    @Override
    public void close() throws IOException {
        try {
            raw.close();
        } finally {
            gate.leave(this);
        }
    }

    @Override
    public String toString() {
        return raw.getInetAddress().getHostAddress() + ":" + raw.getPort();
    }
}
