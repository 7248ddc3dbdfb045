// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The tcp transport, by TLS 1.3.
///
/// Opened as a channel whose socket the JDK's TLS is laid over, because an interrupt ends whatever a channel waits for.
record TlsEndpoint(String host, int port, ContextSource contexts) implements Endpoint {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int HANDSHAKE_MILLIS = 10_000;
    /// A peer that went without a word is noticed after 30 + 3 x 10 seconds of silence. By name: not every system has them.
    private static final Map<String, Integer> KEEPALIVE =
            Map.of("TCP_KEEPIDLE", 30, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3);

    /// Gives the context for the next connection.
    @FunctionalInterface
    interface ContextSource {
        SSLContext context() throws IOException;
    }

    TlsEndpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not 1 to 65535");
        }
    }

    @Override
    public ByteChannel open() throws IOException {
        SSLContext context = contexts.context();
        SocketChannel channel = SocketChannel.open();
        try {
            connect(channel);
            return handshake(context, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new NoApplianceException(toString(), "no such host");
        }
        try {
            channel.socket().connect(address, CONNECT_MILLIS);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new NoApplianceException(toString(), String.valueOf(e.getMessage()), e);
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true).setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (SocketOption<?> option : channel.supportedOptions()) {
            Integer value = KEEPALIVE.get(option.name());
            if (value != null && option.type() == Integer.class) {
                @SuppressWarnings("unchecked")
                SocketOption<Integer> number = (SocketOption<Integer>) option;
                channel.setOption(number, value);
            }
        }
    }

    private ByteChannel handshake(SSLContext context, SocketChannel channel) throws IOException {
        Socket plain = channel.socket();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        plain.setSoTimeout(HANDSHAKE_MILLIS);
        try {
            socket.startHandshake();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new NoApplianceException(toString(), "TLS: " + e.getMessage(), e);
        }
        TlsChannel secured = new TlsChannel(socket, channel);
        // With TLS 1.3 a client learns that its certificate is refused only when it reads.
        Preamble.exchange(secured, toString());
        plain.setSoTimeout(0);
        return secured;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
