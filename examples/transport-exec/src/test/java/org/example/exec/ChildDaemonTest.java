// SPDX-License-Identifier: Apache-2.0
package org.example.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;

/// Messages here are lines, so that the programs of any system can be daemons.
@Timeout(30)
class ChildDaemonTest {
    private static final long BOUND_SECONDS = 20;

    private final Lines socket = new Lines();

    @Test
    void whatTheChildSaysIsSentMessageByMessage() throws Exception {
        try (ChildDaemon _ = child("printf 'one\\ntw'; sleep 0.2; printf 'o\\nthree\\n'; exec cat > /dev/null")) {
            assertEquals("one\n", socket.sent());
            assertEquals("two\n", socket.sent());
            assertEquals("three\n", socket.sent());
        }
    }

    @Test
    void whatTheSocketHasIsHeardByTheChild() throws Exception {
        try (ChildDaemon _ = child("exec cat")) {
            socket.tell("a change\n");
            assertEquals("a change\n", socket.sent());
            socket.tell("another\n");
            assertEquals("another\n", socket.sent());
        }
    }

    @Test
    void aChildThatEndsTakesItsSocketAlong() throws Exception {
        try (ChildDaemon child = child("exit 3")) {
            assertEquals(3, child.await());
            assertTrue(socket.closed);
        }
    }

    @Test
    void aSocketThatTheSwitchClosesTakesTheChildAlong() throws Exception {
        try (ChildDaemon child = child("exec sleep 60")) {
            socket.close();
            assertTrue(child.await() > 128, "ended by a signal");
        }
    }

    @Test
    void whatTheCommandStartedGoesTooWhetherItWantsToOrNot() throws Exception {
        for (String mood : new String[] {"", "trap '' TERM; "}) {
            // One of its own: the last child closes its socket again when its threads end.
            Lines own = new Lines();
            ChildDaemon child = new ChildDaemon(own.domain(), "exec", "lines", false, mood + "sleep 60 & sleep 60 & echo ready; wait");
            assertEquals("ready\n", own.sent());
            List<ProcessHandle> family = ProcessHandle.current().descendants().toList();
            assertTrue(family.size() >= 3, family.toString());
            child.close();
            for (ProcessHandle member : family) {
                member.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aProtocolThatIsNotThereLeavesNoChild() {
        socket.refusal = new RoutingException(Errno.EPROTONOSUPPORT, "no such protocol");
        assertThrows(RoutingException.class, () -> child("exec sleep 60"));
        assertEquals(0, ProcessHandle.current().children().filter(ProcessHandle::isAlive).filter(this::sleeps).count());
    }

    private boolean sleeps(ProcessHandle child) {
        child.onExit().orTimeout(BOUND_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> child).join();
        return child.isAlive();
    }

    private ChildDaemon child(String command) throws Exception {
        return new ChildDaemon(socket.domain(), "exec", "lines", false, command);
    }

    /// A socket whose messages are lines.
    private static final class Lines {
        private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private volatile Runnable wakeup = () -> {};
        private volatile boolean closed;
        private volatile RoutingException refusal;

        void tell(String line) {
            told.add(line);
            wakeup.run();
        }

        String sent() throws InterruptedException {
            return sent.poll(BOUND_SECONDS, TimeUnit.SECONDS);
        }

        void close() {
            closed = true;
            wakeup.run();
        }

        RoutingDomain domain() {
            return proxy(RoutingDomain.class, (name, arguments) -> {
                if (refusal != null) {
                    throw refusal;
                }
                assertEquals("socket", name);
                assertEquals("lines", arguments[1]);
                assertEquals(false, ((Credentials) arguments[4]).mayWrite());
                return proxy(RoutingSocket.class, this::call);
            });
        }

        private Object call(String name, Object... arguments) {
            switch (name) {
                case "onReadable" -> wakeup = (Runnable) arguments[0];
                case "messageLength" -> {
                    return lengthOfLine((ByteBuffer) arguments[0]);
                }
                case "send" -> sent.add(StandardCharsets.US_ASCII.decode((ByteBuffer) arguments[0]).toString());
                case "receive" -> {
                    return receive((ByteBuffer) arguments[0]);
                }
                case "close" -> close();
                default -> throw new UnsupportedOperationException(name);
            }
            return null;
        }

        private static int lengthOfLine(ByteBuffer received) {
            for (int i = received.position(); i < received.limit(); i++) {
                if (received.get(i) == '\n') {
                    return i + 1 - received.position();
                }
            }
            return 0;
        }

        private int receive(ByteBuffer target) {
            if (closed) {
                throw new RoutingException(Errno.ENOTCONN, "closed");
            }
            String line = told.poll();
            byte[] bytes = line == null ? new byte[0] : line.getBytes(StandardCharsets.US_ASCII);
            target.put(bytes);
            return bytes.length;
        }
    }

    private interface Call {
        Object of(String name, Object... arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> call.of(method.getName(), arguments)));
    }
}
