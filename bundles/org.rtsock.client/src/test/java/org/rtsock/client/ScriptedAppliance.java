// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// The other end of a connection for tests: a real unix socket that speaks the bytes of `docs/wire-format.md` and answers as a script says.
public final class ScriptedAppliance implements AutoCloseable {
    public static final int DELETES = 1;
    public static final int VALUES = 2;

    /// What to do about a request.
    @FunctionalInterface
    public interface Script {
        void answer(Request request, Peer peer) throws IOException;
    }

    /// A frame that came in.
    public record Request(Operation operation, int type, int flags, int pid, int seq, ByteBuffer payload) {
        public FieldReader fields() {
            return new FieldReader().reset(payload, 0, payload.limit());
        }
    }

    private final ServerSocketChannel server;
    private final Script script;
    private final int preambleErrno;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> channels = new CopyOnWriteArrayList<>();
    private final Thread acceptor;

    private ScriptedAppliance(Path socket, int preambleErrno, Script script) throws IOException {
        this.script = script;
        this.preambleErrno = preambleErrno;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        acceptor = Thread.ofVirtual().unstarted(this::accept);
    }

    public static ScriptedAppliance start(Path socket, Script script) throws IOException {
        return start(socket, 0, script);
    }

    /// One that answers the preamble with an errno.
    public static ScriptedAppliance start(Path socket, int preambleErrno, Script script) throws IOException {
        ScriptedAppliance appliance = new ScriptedAppliance(socket, preambleErrno, script);
        appliance.acceptor.start();
        return appliance;
    }

    /// A script that answers with the object of the request, which stands behind a byte of its own.
    public static void echo(Request request, Peer peer) throws IOException {
        FieldReader in = request.fields();
        in.u8();
        peer.done(request, 1, fields -> {
            while (in.remaining() > 0) {
                fields.u8(in.u8());
            }
        });
    }

    /// What has come in so far.
    public List<Request> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                channels.add(channel);
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            Peer peer = new Peer(Channels.newOutputStream(channel), channel);
            String preamble = new String(in.readNBytes(16), StandardCharsets.US_ASCII);
            if (!preamble.equals("rtsock\1\0rts\0\0\0\0\0")) {
                throw new IOException("preamble is " + preamble);
            }
            peer.bytes(new byte[] {'r', 't', 's', 'o', 'c', 'k', (byte) preambleErrno, 0});
            while (preambleErrno == 0) {
                Request request = read(in);
                requests.add(request);
                script.answer(request, peer);
            }
        } catch (IOException e) {
            // The client has what it came for, or the test closed the connection.
        }
    }

    private static Request read(DataInputStream in) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_LENGTH).order(Frame.ORDER);
        in.readFully(header.array());
        byte[] rest = new byte[Frame.length(header, 0) - Frame.HEADER_LENGTH];
        in.readFully(rest);
        ByteBuffer payload = ByteBuffer.wrap(rest).order(Frame.ORDER).limit(Frame.payloadLength(header, 0));
        return new Request(
                Operation.of(Frame.operation(header, 0)),
                Frame.type(header, 0),
                Frame.flags(header, 0),
                Frame.pid(header, 0),
                Frame.seq(header, 0),
                payload);
    }

    /// The appliance's end of one connection.
    public static final class Peer {
        private final OutputStream out;
        private final SocketChannel channel;
        private final ByteBuffer frame = ByteBuffer.allocate(Frame.MAX_LENGTH).order(Frame.ORDER);
        private final FieldWriter payload = new FieldWriter();

        Peer(OutputStream out, SocketChannel channel) {
            this.out = out;
            this.channel = channel;
        }

        public void bytes(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        public void hangUp() throws IOException {
            channel.close();
        }

        /// The last or only frame of a reply.
        public void done(Request request, long version, Consumer<FieldWriter> fields) throws IOException {
            reply(request, Frame.FLAG_DONE, 0, version, fields);
        }

        public void done(Request request) throws IOException {
            done(request, 0, fields -> {});
        }

        /// A frame of a reply that more follow.
        public void more(Request request, Consumer<FieldWriter> fields) throws IOException {
            reply(request, Frame.FLAG_MORE, 0, 0, fields);
        }

        public void refuse(Request request, Errno errno, String text) throws IOException {
            reply(request, 0, errno.number(), 0, fields -> fields.text(text));
        }

        public void describe(TypeDescriptor descriptor) throws IOException {
            descriptor.write(payload.reset());
            header(Operation.DESCRIBE, 0, 0, 0);
            flush();
        }

        public void reset(MessageType type, long epoch, long version) throws IOException {
            payload.reset();
            header(Operation.RESET, type.number(), 0, 0);
            frame.putLong(Frame.KERNEL_VERSION_OFFSET, version).putLong(Frame.BORN_OFFSET, epoch);
            flush();
        }

        public void span(MessageType type, int part, long from, long epoch, long version) throws IOException {
            payload.reset().u8(part).u64(from);
            header(Operation.SPAN, type.number(), 0, 0);
            frame.putLong(Frame.KERNEL_VERSION_OFFSET, version).putLong(Frame.BORN_OFFSET, epoch);
            flush();
        }

        public void mark(long epoch, long version, boolean snapshot) throws IOException {
            payload.reset();
            header(Operation.MARK, 0, snapshot ? Frame.FLAG_SNAPSHOT : 0, 0);
            frame.putLong(Frame.KERNEL_VERSION_OFFSET, version).putLong(Frame.BORN_OFFSET, epoch);
            flush();
        }

        public <T extends RoutingObject> void record(ObjectCodec<T> codec, T object, long version, long born, Cause cause)
                throws IOException {
            record(codec.type().number(), fields -> codec.encode(object, fields), version, born, cause);
        }

        public void record(int type, Consumer<FieldWriter> fields, long version, long born, Cause cause) throws IOException {
            fields.accept(payload.reset());
            header(Operation.CHANGE, type, 0, 0);
            Frame.putCause(frame, 0, cause);
            frame.putLong(Frame.KERNEL_VERSION_OFFSET, version).putLong(Frame.BORN_OFFSET, born);
            flush();
        }

        /// A frame about something that left no state behind.
        ///
        /// @param errno 0 for all but a refused redirect
        public void notice(Operation operation, MessageType type, int errno, Consumer<FieldWriter> fields, Cause cause)
                throws IOException {
            fields.accept(payload.reset());
            header(operation, type.number(), 0, errno);
            Frame.putCause(frame, 0, cause);
            flush();
        }

        public void desync(long lost) throws IOException {
            payload.reset().u64(lost);
            header(Operation.DESYNC, 0, 0, 0);
            flush();
        }

        /// The refusal of a batch.
        ///
        /// @param item -1 when it is about none
        public void refuse(Request request, Errno errno, String text, int item) throws IOException {
            reply(request, 0, errno.number(), 0, fields -> fields.text(text).u32(item));
        }

        private void reply(Request request, int flags, int errno, long version, Consumer<FieldWriter> fields) throws IOException {
            fields.accept(payload.reset());
            header(request.operation(), request.type(), flags | Frame.FLAG_REPLY, errno);
            frame.putInt(Frame.PID_OFFSET, request.pid()).putInt(Frame.SEQ_OFFSET, request.seq());
            frame.putLong(Frame.KERNEL_VERSION_OFFSET, version);
            flush();
        }

        private void header(Operation operation, int type, int flags, int errno) {
            Frame.putHeader(frame, 0, operation, type, flags, errno, payload.length());
            payload.copyTo(frame, Frame.HEADER_LENGTH);
        }

        private void flush() throws IOException {
            out.write(frame.array(), 0, Frame.length(frame, 0));
        }
    }
}
