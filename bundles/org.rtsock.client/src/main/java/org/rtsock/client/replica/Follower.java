// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.client.Endpoint;
import org.rtsock.client.FrameReader;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.replica.ReplicaStatus.Phase;

/// The thread of a replica: connects, reads, and connects again. All that is not said to be otherwise is its own.
final class Follower implements Runnable {
    private final Endpoint endpoint;
    private final AsyncMode mode;
    private final Backoff backoff;
    private final Publication publication;
    private final Line line = new Line();
    private final CutAssembly assembly = new CutAssembly();
    private final List<Consumer<? super ReplicaStatus>> statusListeners = new CopyOnWriteArrayList<>();
    /// Written by the thread, read by any.
    private volatile ReplicaStatus status = new ReplicaStatus(Phase.CONNECTING, null, 0);
    private volatile ReplicaCounters counters = new ReplicaCounters(0, 0, 0, 0, 0, 0, 0);

    /// What is held can be gone on from.
    private boolean resumable;
    /// The mark that ends the first cut of the subscription has not come.
    private boolean firstCut;
    private int failures;
    /// Those who hear of the cut under way.
    private List<ReplicaListener> listeners = List.of();

    Follower(Endpoint endpoint, AsyncMode mode, Backoff backoff, Publication publication) {
        this.endpoint = endpoint;
        this.mode = mode;
        this.backoff = backoff;
        this.publication = publication;
    }

    ReplicaStatus status() {
        return status;
    }

    ReplicaCounters counters() {
        return counters;
    }

    Registration onStatus(Consumer<? super ReplicaStatus> listener) {
        Consumer<? super ReplicaStatus> own = listener::accept;
        statusListeners.add(own);
        return () -> statusListeners.remove(own);
    }

    /// Any thread.
    void stop() {
        line.close();
    }

    @Override
    public void run() {
        @Nullable Exception last = null;
        try {
            while (!line.isClosed()) {
                last = attempt();
                assembly.rollBack();
                if (!line.isClosed()) {
                    failed(last);
                }
            }
            last = null;
        } catch (RuntimeException | Error e) {
            last = new IllegalStateException("the replica failed: " + e, e);
            throw e;
        } finally {
            line.close();
            tell(new ReplicaStatus(Phase.CLOSED, last, failures));
            publication.end();
        }
    }

    /// One connection, from its beginning to its end.
    ///
    /// @return why it ended
    private Exception attempt() {
        tell(new ReplicaStatus(Phase.CONNECTING, status.why(), failures));
        try (ByteChannel channel = line.open(endpoint)) {
            return follow(RtsockConnection.over(channel));
        } catch (RoutingException e) {
            resumable &= e.errno() != Errno.ESTALE;
            return e;
        } catch (ProtocolException | RuntimeException e) {
            // What came cannot be trusted, and perhaps what is held neither.
            resumable = false;
            return e;
        } catch (IOException e) {
            return e;
        }
    }

    private void failed(Exception why) {
        failures++;
        ReplicaCounters c = counters;
        counters = new ReplicaCounters(c.connects(), c.resumes(), c.snapshots(), c.breaks() + 1, c.cuts(), c.events(), c.noticesLost());
        tell(new ReplicaStatus(Phase.WAITING, why, failures));
        line.pause(backoff.after(failures, ThreadLocalRandom.current()));
    }

    /// Never returns: it ends with an exception.
    private Exception follow(RtsockConnection connection) throws IOException {
        ReplicaState held = assembly.state();
        AsyncMode.ResumePoint place = resumable ? new AsyncMode.ResumePoint(held.epoch(), held.version()) : null;
        FrameReader frames = connection.subscribe(new AsyncMode(mode.flags(), mode.words(), mode.filter(), place));
        firstCut = true;
        while (true) {
            switch (frames.next()) {
                case REPLY -> frames.checkRefusal();
                case DESCRIBE -> assembly.describe(frames);
                case RESET -> {
                    openCut();
                    assembly.reset(frames);
                }
                case SPAN -> openCut();
                case RECORD -> assembly.record(frames);
                case MARK -> {
                    openCut();
                    mark(frames);
                }
                case DESYNC -> countLost(frames.decode(FieldReader::u64));
                case NOTICE -> {}
            }
        }
    }

    /// Only now, so that whoever registers between two cuts hears of the next one.
    private void openCut() {
        if (!assembly.isOpen()) {
            listeners = publication.listeners();
            assembly.open(!listeners.isEmpty());
            if (firstCut && !resumable) {
                assembly.resetAll();
            }
        }
    }

    private void mark(FrameReader frames) {
        count();
        ReplicaCut cut = assembly.mark(frames);
        boolean connected = firstCut;
        if (connected) {
            firstCut = false;
            resumable = true;
            failures = 0;
            // Before the state: whoever has waited for that finds the two together.
            status = new ReplicaStatus(Phase.CONNECTED, null, 0);
        }
        publication.publish(cut.after());
        if (connected) {
            tell(status);
        }
        publication.tell(listeners, cut);
        listeners = List.of();
    }

    private void count() {
        ReplicaCounters c = counters;
        int first = firstCut ? 1 : 0;
        int resumed = firstCut && resumable && !assembly.resets() ? 1 : 0;
        counters = new ReplicaCounters(
                c.connects() + first,
                c.resumes() + resumed,
                c.snapshots() + first - resumed,
                c.breaks(),
                c.cuts() + 1,
                c.events() + assembly.records(),
                c.noticesLost());
    }

    private void countLost(long lost) {
        ReplicaCounters c = counters;
        counters = new ReplicaCounters(
                c.connects(), c.resumes(), c.snapshots(), c.breaks(), c.cuts(), c.events(), c.noticesLost() + lost);
    }

    private void tell(ReplicaStatus next) {
        status = next;
        for (Consumer<? super ReplicaStatus> listener : statusListeners) {
            try {
                listener.accept(next);
            } catch (RuntimeException e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
