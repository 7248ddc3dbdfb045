// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.client.Endpoint;
import org.rtsock.client.EventStream;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;

/// What is held in memory and in a [StateFile]: one thread reads the stream, comes back when it breaks, and goes on from the last mark.
final class StoredHolding implements Holding, Runnable {
    private static final long PAUSE_MILLIS = 20;
    /// What says that the appliance has no socket for us now, not that something is wrong.
    private static final Set<Errno> AWAY = Set.of(Errno.EPROTONOSUPPORT, Errno.ENOTCONN, Errno.ESHUTDOWN);

    private final Endpoint endpoint;
    private final StateFile file;
    private final Consumer<FirstMark> told;
    /// What came since the last mark. Owned by the thread.
    private final List<StreamMessage.OfCut> pending = new ArrayList<>();
    /// Guarded by this, as the place is.
    private final Map<String, String> held;
    private ResumePoint place;

    StoredHolding(Endpoint endpoint, StateFile file, Consumer<FirstMark> told) {
        this.endpoint = endpoint;
        this.file = file;
        this.told = told;
        this.held = file.held();
        this.place = file.place();
    }

    @Override
    public void run() {
        try {
            while (true) {
                try (RtsockConnection connection = RtsockConnection.connect(endpoint)) {
                    listen(connection);
                } catch (IOException _) {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (RoutingException e) {
                    if (!AWAY.contains(e.errno())) {
                        throw e;
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void listen(RtsockConnection connection) throws IOException {
        pending.clear();
        ResumePoint from = place();
        boolean first = true;
        boolean resets = false;
        EventStream stream = connection.listen(Holding.mode(from));
        while (true) {
            switch (stream.next()) {
                case StreamMessage.Mark mark -> {
                    apply(new ResumePoint(mark.epoch(), mark.version()));
                    if (first) {
                        told.accept(new FirstMark(from, place(), from != null && !resets));
                        first = false;
                    }
                }
                case StreamMessage.Reset reset -> {
                    resets = true;
                    pending.add(reset);
                }
                case StreamMessage.Event event -> pending.add(event);
                case StreamMessage.Notice _, StreamMessage.Desync _ -> {}
            }
        }
    }

    private synchronized void apply(ResumePoint mark) throws IOException {
        for (StreamMessage.OfCut part : pending) {
            switch (part) {
                case StreamMessage.Event event -> apply(event);
                case StreamMessage.Reset reset -> {
                    String beginning = Holding.of(reset.type().type());
                    held.keySet().removeIf(key -> key.startsWith(beginning));
                    file.forget(beginning);
                }
                case StreamMessage.Mark _ -> throw new AssertionError("a mark in a cut");
            }
        }
        pending.clear();
        place = mark;
        file.mark(mark);
        notifyAll();
    }

    private void apply(StreamMessage.Event event) throws IOException {
        String key = Holding.key(event.type().type(), event.object());
        String value = event.object().toString();
        boolean goes = event.operation() == Operation.DELETE;
        String before = goes ? held.remove(key) : held.put(key, value);
        if ((event.operation() == Operation.ADD) != (before == null)) {
            throw new AssertionError(event + " where " + before + " is held");
        }
        if (goes) {
            file.remove(key);
        } else {
            file.put(key, value);
        }
    }

    private synchronized ResumePoint place() {
        return place;
    }

    @Override
    public synchronized Map<String, String> await(ResumePoint wanted) throws InterruptedException {
        while (!wanted.equals(place)) {
            wait();
        }
        return new HashMap<>(held);
    }
}
