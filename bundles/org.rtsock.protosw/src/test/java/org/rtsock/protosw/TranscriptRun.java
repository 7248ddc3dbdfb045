// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;

/// One case of a transcript on a switch of its own.
final class TranscriptRun {
    /// A socket as a case names it.
    private static final class Named {
        final SpeechProtosw protosw;
        final RouteSocket socket;
        final ControlBlock pcb;
        /// Lines that were received and not heard.
        final ArrayDeque<String> unheard = new ArrayDeque<>();
        int wakeups;

        Named(SpeechProtosw protosw, RouteSocket socket) {
            this.protosw = protosw;
            this.socket = socket;
            this.pcb = protosw.attached();
            socket.onReadable(() -> wakeups++);
            wakeups = 0;
        }

        /// What there is, line by line.
        void receive() {
            ByteBuffer target = ByteBuffer.allocate(2 * Frame.MAX_LENGTH);
            int moved = socket.receive(target);
            String text = new String(target.array(), 0, moved, StandardCharsets.US_ASCII);
            text.lines().forEach(unheard::add);
        }
    }

    private TranscriptRouter router = new TranscriptRouter(true);
    private final Map<String, SpeechProtosw> entries = new HashMap<>();
    private final Map<String, Named> sockets = new LinkedHashMap<>();

    TranscriptRun() {
        enter("say");
        enter("tell");
    }

    private void enter(String name) {
        SpeechProtosw entry = new SpeechProtosw(name);
        entries.put(name, entry);
        router.domain.addProtosw(entry);
    }

    /// Runs all steps; nothing may be left that no step has heard.
    void run(Transcript.Case transcript) {
        for (Transcript.Step step : transcript.steps()) {
            try {
                assertEquals(step.errno(), outcome(step), "errno");
            } catch (AssertionError e) {
                throw new AssertionError(step.where() + ": " + step.text() + ": " + e.getMessage(), e);
            }
        }
        sockets.forEach((name, socket) -> {
            fetch(socket);
            assertEquals(List.of(), List.copyOf(socket.unheard), () -> transcript.name() + ": socket " + name + " has unheard messages");
        });
    }

    /// @return the errno with which the step failed, null when it did not
    private @Nullable Errno outcome(Transcript.Step step) {
        try {
            take(step);
            return null;
        } catch (RoutingException e) {
            return e.errno();
        }
    }

    private void take(Transcript.Step step) {
        switch (step.verb()) {
            case "entry" -> entry(step.word(1), step.word(2));
            case "open" -> open(step, Credentials.SELF);
            case "guest" -> open(step, new Credentials("guest", 5, false));
            case "switch" -> {
                router = new TranscriptRouter(step.word(1).equals("open"));
                entries.clear();
                enter("say");
                enter("tell");
            }
            case "world" -> router.world();
            case "lookup" -> router.kernel.resolve(TranscriptRouter.DRIVER, RtTable.MAIN, IpAddress.parse(step.word(1)));
            case "losing" -> router.kernel.losing(TranscriptRouter.DRIVER, RtTable.MAIN, IpAddress.parse(step.word(1)));
            case "redirect" -> router.kernel.redirect(TranscriptRouter.DRIVER, redirect(step));
            case "send" -> socket(step).send(Router.bytes(step.rest(2)));
            case "sendmsg" -> sendMessage(step);
            case "request" -> socket(step).request(UserRequest.valueOf(step.word(2)));
            case "raw" -> named(step).pcb.rawUsrreq(UserRequest.valueOf(step.word(2)), null);
            case "input" -> named(step).protosw.say(named(step).pcb, step.rest(2));
            case "reply" -> named(step).protosw.answer(named(step).pcb, step.rest(2));
            case "loopback" -> socket(step).setOption(SocketOption.SO_USELOOPBACK, step.word(2).equals("on"));
            case "rcvbuf" -> socket(step).setOption(SocketOption.SO_RCVBUF, Integer.parseInt(step.word(2)));
            case "shutdown" -> socket(step).shutdown();
            case "disconnect" -> socket(step).disconnect();
            case "abort" -> socket(step).abort();
            case "close" -> socket(step).close();
            case "getsockname" -> socket(step).localAddress();
            case "getpeername" -> {
                Sockaddr peer = socket(step).foreignAddress();
                assertEquals(step.rest(2), "length " + peer.length() + " family " + peer.family());
            }
            case "listen" -> listen(step);
            case "put" -> router.put(object(step));
            case "delete" -> router.delete(object(step));
            case "reporter" -> router.startIfa();
            default -> expect(step);
        }
    }

    private void expect(Transcript.Step step) {
        switch (step.verb()) {
            case "hear" -> hear(step);
            case "silent" -> step.words().stream().skip(1).forEach(name -> {
                Named socket = named(step, name);
                socket.receive();
                assertEquals(List.of(), List.copyOf(socket.unheard), name);
            });
            case "woken" -> {
                assertTrue(named(step).wakeups > 0, "was not woken");
                named(step).wakeups = 0;
            }
            case "asleep" -> assertEquals(0, named(step).wakeups, "wakeups");
            case "calls" -> assertEquals(step.words().subList(2, step.words().size()), speech(step.word(1)).takeCalls());
            case "count" -> assertEquals(Long.valueOf(step.word(2)), router.domain.read().get(step.word(1)));
            case "dropped" -> assertEquals(Long.valueOf(step.word(2)), info(named(step)).dropped());
            case "listed" -> assertEquals(
                    List.of(step.word(1).split(",")),
                    router.domain.sockets().stream().map(info -> nameOf(info.id())).toList());
            case "unlisted" -> assertEquals(List.of(), router.domain.sockets());
            default -> throw new IllegalArgumentException(step.where() + ": no such step: " + step.text());
        }
    }

    private void entry(String event, String name) {
        if (event.equals("comes")) {
            enter(name);
        } else {
            router.domain.removeProtosw(Objects.requireNonNull(entries.remove(name)));
        }
    }

    /// `redirect PREFIX via GATEWAY from AUTHOR`
    private static Redirect redirect(Transcript.Step step) {
        return (Redirect) RouteSpeech.request("add redirect " + step.rest(1)).object();
    }

    private void open(Transcript.Step step, Credentials credentials) {
        SocketType type = step.words().size() > 4 ? SocketType.valueOf(step.word(4)) : SocketType.RAW;
        String protocol = step.word(2);
        RouteSocket socket = router.domain.socket(
                type, protocol, SpeechProtosw.family(step.word(3)), "test", credentials);
        assertNull(sockets.put(step.word(1), new Named(speech(protocol), socket)), "opened twice");
    }

    private void sendMessage(Transcript.Step step) {
        List<String> with = Arrays.asList(step.word(2).split("\\+"));
        socket(step).sendMessage(
                Router.bytes(step.rest(3)),
                with.contains("address") ? Sockaddr.ROUTE : null,
                with.contains("control") ? ByteBuffer.allocate(8) : with.contains("empty") ? ByteBuffer.allocate(0) : null);
    }

    /// `listen NAME all|now TYPE...`
    private void listen(Transcript.Step step) {
        Set<String> words = Set.copyOf(step.words().subList(3, step.words().size()));
        AsyncMode.ResumePoint from = step.word(2).equals("now") ? router.domain.now() : null;
        socket(step).setOption(SocketOption.ROUTE_ASYNC_MODE, new AsyncMode(0, words, Filter.NONE, from));
    }

    private static RoutingObject object(Transcript.Step step) {
        return switch (step.word(1)) {
            case "ifd" -> Router.ifd(Integer.parseInt(step.word(2)));
            case "ifl" -> Router.ifl(Integer.parseInt(step.word(2)));
            case "ifa" -> Router.ifa(Integer.parseInt(step.word(2)), step.word(3));
            default -> throw new IllegalArgumentException(step.where() + ": no such object: " + step.text());
        };
    }

    private void hear(Transcript.Step step) {
        Named socket = named(step);
        if (step.errno() != null) {
            assertEquals(List.of(), List.copyOf(socket.unheard), "unheard before the errno");
            socket.receive();
            return;
        }
        if (socket.unheard.isEmpty()) {
            socket.receive();
        }
        assertFalse(socket.unheard.isEmpty(), "nothing was received");
        assertEquals(step.rest(2), socket.unheard.remove());
    }

    /// At the end of a case: a socket that is gone has nothing; any other errno has to have been expected by a step.
    private static void fetch(Named socket) {
        try {
            socket.receive();
        } catch (RoutingException e) {
            assertEquals(Errno.ENOTCONN, e.errno(), e.getMessage());
        }
    }

    private RouteSocket socket(Transcript.Step step) {
        return named(step).socket;
    }

    private Named named(Transcript.Step step) {
        return named(step, step.word(1));
    }

    private Named named(Transcript.Step step, String name) {
        Named found = sockets.get(name);
        if (found == null) {
            throw new IllegalArgumentException(step.where() + ": no socket " + name);
        }
        return found;
    }

    private SpeechProtosw speech(String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private SocketInfo info(Named socket) {
        return router.domain.sockets().stream().filter(info -> info.id() == socket.pcb.id()).findFirst().orElseThrow();
    }

    private String nameOf(int id) {
        return sockets.entrySet().stream()
                .filter(entry -> entry.getValue().pcb.id() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
