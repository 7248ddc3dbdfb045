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
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;

/// The protocol of the transcripts. What a socket sends:
///
/// - `say FAMILY TEXT`: everybody is to hear the text (`raw_input`)
/// - `answer FAMILY TEXT`: the sender alone is to hear it
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
            case "fail" -> {
                String[] failure = words[1].split(" ", 2);
                say(pcb, failure[1]);
                throw new RoutingException(Errno.valueOf(failure[0]), "as asked");
            }
            default -> throw new RoutingException(Errno.EINVAL, "no such speech: " + words[0]);
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
