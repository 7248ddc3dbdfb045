// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.wire.Frame;

/// A daemon at the far end of a socket: reads frames at its own pace, changes its mind, goes away and comes back. One thread.
final class Hearer {
    private static final int SMALL_FRAME = 1024;

    private final Chain chain;
    private final History history;
    private final Random random;
    private final Replica replica;
    private final ByteBuffer buffer = ByteBuffer.allocate(Frame.MAX_LENGTH).order(Frame.ORDER);
    private RoutingSocket socket;
    private Wish wish;
    /// The last read left no room for a small frame, so a cut may have begun of which nothing has been read.
    private boolean full;
    /// Of the reporters, before the cut under way began.
    private int[] turns = {};
    private long marks;
    private long resumes;

    Hearer(String name, Chain chain, History history, Random random) {
        this.chain = chain;
        this.history = history;
        this.random = random;
        this.wish = Wish.random(random);
        this.replica = new Replica(name, history);
        this.socket = open(null);
    }

    private RoutingSocket open(@Nullable ResumePoint resume) {
        history.willAsk(this, chain.kernel.version());
        full = false;
        RoutingSocket opened = chain.socket();
        opened.setOption(SocketOption.ROUTE_ASYNC_MODE, wish.mode(resume));
        return opened;
    }

    /// Does one thing.
    void step() {
        switch (random.nextInt(200)) {
            case 0 -> changeMind();
            case 1 -> comeBack();
            case 2 -> startOver();
            default -> read();
        }
    }

    private void changeMind() {
        if (full) {
            return; // to which mode the cut belongs could not be told
        }
        wish = Wish.random(random);
        replica.changeMind(wish);
        socket.setOption(SocketOption.ROUTE_ASYNC_MODE, wish.mode(null));
    }

    /// Goes, perhaps in the middle of a cut, and resumes at its last mark. The filter is the one it had there.
    private void comeBack() {
        ResumePoint place = replica.rollBack();
        if (place != null) {
            resumes++;
            socket.close();
            wish = replica.wish();
            socket = open(place);
        }
    }

    private void startOver() {
        socket.close();
        replica.forget();
        wish = Wish.random(random);
        socket = open(null);
    }

    /// Reads once, if there is anything: as much as fits the buffer.
    ///
    /// @return whether there was
    boolean read() {
        if (!replica.inCut() && !full) {
            history.willAsk(this, chain.kernel.version());
            turns = chain.turns();
        }
        buffer.clear();
        int length = socket.receive(buffer);
        full = buffer.remaining() < SMALL_FRAME;
        for (int offset = 0; offset < length; offset += Frame.length(buffer, offset)) {
            hear(offset);
        }
        return length > 0;
    }

    private void hear(int offset) {
        if (Frame.errno(buffer, offset) != 0) {
            return; // a redirect that was refused: no record, wherever it stands
        }
        switch (Operation.of(Frame.operation(buffer, offset))) {
            case DESCRIBE, MISS, RESOLVE, LOSING -> {}
            case RESET -> replica.reset(wish, Frame.kernelVersion(buffer, offset), Frame.type(buffer, offset));
            case SPAN -> replica.span(wish, buffer, offset);
            case ADD, CHANGE, DELETE -> replica.record(buffer, offset, this::wasThere);
            case MARK -> {
                replica.mark(wish, Frame.born(buffer, offset), Frame.kernelVersion(buffer, offset), this::wasThere);
                marks++;
            }
            case Operation other -> throw new AssertionError("unexpected " + other);
        }
    }

    /// Whether the reporter of a type was there all through the cut. What is heard of a type without one is what was heard before it went.
    private boolean wasThere(MessageType type) {
        int number = type.number();
        return turns[number] % 2 == 0 && turns[number] == chain.turns()[number];
    }

    /// Reads to the end and checks that it is the present.
    void catchUp() {
        while (read()) {
            // until there is nothing more
        }
        replica.check(chain.kernel.version(), _ -> true);
    }

    long marks() {
        return marks;
    }

    long resumes() {
        return resumes;
    }

    long resets() {
        return replica.resets();
    }

    void close() {
        socket.close();
        history.leaves(this);
    }
}
