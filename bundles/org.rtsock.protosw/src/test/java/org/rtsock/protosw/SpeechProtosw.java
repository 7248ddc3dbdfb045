// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;

/// The protocol of the transcripts. What a socket sends:
///
/// - `say FAMILY TEXT`: everybody is to hear the text (`raw_input`)
/// - `answer FAMILY TEXT`: the sender alone is to hear it
/// - `ask OPERATION TYPE NAME ...`: a request, see [RouteSpeech]; everybody is to hear what became of it
/// - `many N`: the sender is to be answered by so many lines, more than a buffer may hold
/// - `fail ERRNO FAMILY TEXT`: everybody is to hear it, and the write fails
///
/// What a socket receives is lines: such texts, and the messages of a cut. FAMILY is `inet`, `inet6`, or `none`.
final class SpeechProtosw implements Protosw {
    /// The requests that came to the entry since [#takeCalls] was asked last.
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final String name;
    private volatile @Nullable ControlBlock attached;

    SpeechProtosw(String name) {
        this.name = name;
    }

    List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /// The control block that was attached last.
    ControlBlock attached() {
        return Objects.requireNonNull(attached);
    }

    @Override
    public String protocol() {
        return name;
    }

    @Override
    public void usrreq(UserRequest request, ControlBlock pcb, @Nullable ByteBuffer message) {
        calls.add(request.name());
        pcb.rawUsrreq(request, message);
        if (request == UserRequest.ATTACH) {
            attached = pcb;
        }
    }

    @Override
    public int messageLength(ByteBuffer received) {
        return received.remaining();
    }

    @Override
    public void output(ControlBlock pcb, ByteBuffer message) {
        calls.add("output");
        String[] words = text(message).split(" ", 2);
        switch (words[0]) {
            case "say" -> say(pcb, words[1]);
            case "answer" -> answer(pcb, words[1]);
            case "ask" -> ask(pcb, RouteSpeech.request(words[1]));
            case "many" -> pcb.answer(lines(Integer.parseInt(words[1])));
            case "fail" -> {
                String[] failure = words[1].split(" ", 2);
                say(pcb, failure[1]);
                throw new RoutingException(Errno.valueOf(failure[0]), "as asked");
            }
            default -> throw new RoutingException(Errno.EINVAL, "no such speech: " + words[0]);
        }
    }

    /// As BSD answers: everybody hears what became of it, refusals included, and the write fails too.
    private static void ask(ControlBlock pcb, RouteRequest request) {
        Family about = request.object() instanceof Route route ? route.key().family() : null;
        try {
            RouteReply reply = pcb.routeOutput(request);
            pcb.rawInput(about, line(RouteSpeech.done(request, reply.object())));
        } catch (RoutingException e) {
            pcb.rawInput(about, line(RouteSpeech.refused(request, e.errno())));
            throw e;
        }
    }

    /// @param speech `FAMILY TEXT`
    void say(ControlBlock pcb, String speech) {
        String[] words = speech.split(" ", 2);
        pcb.rawInput(family(words[0]), line(words[1]));
    }

    /// @param speech `FAMILY TEXT`
    void answer(ControlBlock pcb, String speech) {
        String[] words = speech.split(" ", 2);
        pcb.reply(family(words[0]), line(words[1]));
    }

    /// `MISS DESTINATION`, and so on; none of it to sockets of an entry that is called `deaf`.
    @Override
    public @Nullable ByteBuffer ctlinput(ControlBlock pcb, RouteEvent event) {
        return switch (event) {
            case RouteEvent _ when name.equals("deaf") -> null;
            case RouteEvent.Miss miss -> line("MISS " + miss.destination());
            case RouteEvent.Resolve resolve -> line("RESOLVE " + resolve.destination());
            case RouteEvent.Losing losing -> line("LOSING " + losing.destination());
            case RouteEvent.RedirectRefused refused -> line("REDIRECT " + refused.destination() + " " + refused.errno());
        };
    }

    @Override
    public boolean hears(ControlBlock pcb, ByteBuffer message) {
        return !name.equals("tell") || !text(message).startsWith("secret");
    }

    @Override
    public @Nullable ByteBuffer desync(ControlBlock pcb, long lost) {
        return name.equals("tell") ? line("DESYNC " + lost) : null;
    }

    @Override
    public <T> void ctloutput(ControlBlock pcb, SocketOption<T> option, T value) {
        if (!option.equals(SocketOption.ROUTE_ASYNC_MODE)) {
            throw new RoutingException(Errno.ENOPROTOOPT, option.name());
        }
        pcb.setAsyncMode(SocketOption.ROUTE_ASYNC_MODE.type().cast(value));
    }

    @Override
    public MessageSource input(ControlBlock pcb, Cut cut) {
        StringBuilder lines = new StringBuilder();
        for (RoutingMessage message : cut) {
            lines.append(Router.text(message)).append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        return target -> {
            target.put(bytes);
            return true;
        };
    }

    /// The numbers from 1 up, a line at a call.
    private static MessageSource lines(int count) {
        int[] next = {1};
        return target -> {
            target.put(line(Integer.toString(next[0])));
            return next[0]++ == count;
        };
    }

    static @Nullable Family family(String word) {
        return word.equals("none") || word.equals("any") ? null : Family.ofWord(word);
    }

    private static ByteBuffer line(String text) {
        return Router.bytes(text + "\n");
    }

    private static String text(ByteBuffer message) {
        return StandardCharsets.US_ASCII.decode(message.duplicate()).toString();
    }
}
