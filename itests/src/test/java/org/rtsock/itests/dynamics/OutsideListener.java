// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.wire.Filter;
import org.rtsock.client.EventStream;
import org.rtsock.client.FieldValues;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;

/// A daemon elsewhere: holds what it hears up to the last mark, comes back when its connection breaks, and resumes there.
final class OutsideListener {
    private static final long PAUSE_MILLIS = 5;
    /// What says that the appliance has no socket for us now, not that something is wrong.
    private static final Set<Errno> AWAY = Set.of(Errno.EPROTONOSUPPORT, Errno.ENOTCONN, Errno.ESHUTDOWN);

    private final String name;
    private final Path socket;
    private final Thread thread;
    /// What was heard since the last mark. Owned by the thread.
    private final List<StreamMessage> pending = new ArrayList<>();
    /// Where to resume. Owned by the thread.
    private ResumePoint place;
    /// Guarded by this.
    private final Map<String, String> held = new HashMap<>();
    private RtsockConnection connection;
    private boolean closed;
    private Throwable failure;
    private long resumes;

    OutsideListener(String name, Path socket) {
        this.name = name;
        this.socket = socket;
        this.thread = Thread.ofPlatform().name(name).start(this::run);
    }

    private void run() {
        try {
            while (!isClosed()) {
                try (RtsockConnection opened = RtsockConnection.connect(socket)) {
                    listen(opened);
                } catch (IOException e) {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (RoutingException e) {
                    if (!AWAY.contains(e.errno())) {
                        throw e;
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // closed
        } catch (Throwable e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private void listen(RtsockConnection opened) throws IOException {
        synchronized (this) {
            connection = opened;
            if (closed) {
                return;
            }
        }
        if (place == null) {
            forgetAll();
        } else {
            resumes++;
        }
        pending.clear();
        EventStream stream = opened.listen(new AsyncMode(0, Set.copyOf(InsideListeners.WORDS), Filter.NONE, place));
        while (true) {
            StreamMessage message = stream.next();
            switch (message) {
                case StreamMessage.Mark mark -> {
                    apply();
                    place = new ResumePoint(mark.epoch(), mark.version());
                }
                case StreamMessage.OfCut part -> pending.add(part);
                case StreamMessage.Notice _, StreamMessage.Desync _ -> {}
            }
        }
    }

    private synchronized void forgetAll() {
        held.clear();
    }

    private synchronized void apply() {
        for (StreamMessage message : pending) {
            switch (message) {
                case StreamMessage.Event event -> apply(event);
                case StreamMessage.Reset reset -> held.keySet().removeIf(key -> key.startsWith(reset.type().type().word() + " "));
                default -> throw new AssertionError("unexpected " + message);
            }
        }
        pending.clear();
    }

    private void apply(StreamMessage.Event event) {
        String key = key(event.type().type(), event.object());
        String before = event.operation() == Operation.DELETE ? held.remove(key) : held.put(key, event.object().toString());
        if ((event.operation() == Operation.ADD) != (before == null)) {
            throw new AssertionError(name + ": " + event + " where " + before + " is held");
        }
    }

    static String key(MessageType type, FieldValues object) {
        return type.word() + " " + object.key();
    }

    synchronized Map<String, String> held() {
        return Map.copyOf(held);
    }

    synchronized void requireNoFailure() {
        if (failure != null) {
            throw new AssertionError(name + " failed", failure);
        }
    }

    /// Once closed.
    long resumes() {
        return resumes;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    void close() throws Exception {
        synchronized (this) {
            closed = true;
            if (connection != null) {
                connection.close();
            }
        }
        thread.interrupt();
        thread.join();
    }

    @Override
    public String toString() {
        return name;
    }
}
