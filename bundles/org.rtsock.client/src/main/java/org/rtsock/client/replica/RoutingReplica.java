// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.rtsock.api.Registration;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.client.Endpoint;

/// What a kernel holds, kept up to date here: interfaces, addresses, tables, routes, and what plug-ins bring. Any thread.
///
/// [#state] gives the newest whole state, which never changes in the reader's hands; the next one takes its place with the mark of each
/// cut. When the connection breaks the replica keeps the state that it has, connects anew, waiting longer each time, and goes on from
/// there: it is given the difference, or, when it was away for too long, all there is. Half a cut is never seen.
///
/// One thread of its own reads, and calls the listeners.
public final class RoutingReplica implements AutoCloseable {
    private static final long JOIN_MILLIS = 5_000;

    private final Publication publication = new Publication();
    private final Follower follower;
    private final Thread thread;

    private RoutingReplica(Endpoint endpoint, AsyncMode mode, Backoff backoff) {
        follower = new Follower(endpoint, mode, backoff, publication);
        thread = Thread.ofPlatform().daemon().name("rtsock-replica").unstarted(follower);
    }

    /// A replica that waits 0.1 to 10 seconds between attempts to connect.
    public static RoutingReplica open(Endpoint endpoint, AsyncMode mode) {
        return open(endpoint, mode, Backoff.DEFAULT);
    }

    /// Starts a replica. Returns at once, also when there is no appliance yet: [#awaitState] waits for the first state, [#status] tells
    /// how it goes.
    ///
    /// @param mode which types, and which objects of them; a replica begins with nothing, so there is no place to resume from
    public static RoutingReplica open(Endpoint endpoint, AsyncMode mode, Backoff backoff) {
        RoutingReplica replica = of(endpoint, mode, backoff);
        replica.thread.start();
        return replica;
    }

    /// Starts a replica with a listener that hears of everything, from the first cut on.
    ///
    /// @param mode as in the other ones
    public static RoutingReplica open(Endpoint endpoint, AsyncMode mode, Backoff backoff, ReplicaListener listener) {
        RoutingReplica replica = of(endpoint, mode, backoff);
        replica.onChange(listener);
        replica.thread.start();
        return replica;
    }

    private static RoutingReplica of(Endpoint endpoint, AsyncMode mode, Backoff backoff) {
        if (mode.resume() != null) {
            throw new IllegalArgumentException("a replica that holds nothing cannot resume");
        }
        return new RoutingReplica(endpoint, mode, backoff);
    }

    /// The newest state. Empty, at version 0 of epoch 0, before the first.
    public ReplicaState state() {
        return publication.state();
    }

    /// The life of the kernel that the state belongs to, 0 before the first.
    public long epoch() {
        return state().epoch();
    }

    /// The commit whose state this is, 0 before the first.
    public long version() {
        return state().version();
    }

    /// Waits for the first state.
    ///
    /// @throws IOException when the replica is closed
    public ReplicaState awaitState(Duration timeout) throws InterruptedException, TimeoutException, IOException {
        return publication.await(state -> state.epoch() != 0, timeout);
    }

    /// Waits until the replica holds what a commit made: the one that an answer to a request names, say. Listeners may hear of it a moment
    /// later. A kernel that was started anew counts from the beginning.
    ///
    /// @param version of the kernel's present life
    /// @throws IOException when the replica is closed
    public ReplicaState awaitVersion(long version, Duration timeout) throws InterruptedException, TimeoutException, IOException {
        return publication.await(state -> state.epoch() != 0 && state.version() >= version, timeout);
    }

    /// Has a listener told of every cut that begins after this call. The first one tells, as [ReplicaCut#before], the state that all of
    /// them begin with.
    public Registration onChange(ReplicaListener listener) {
        return publication.add(listener);
    }

    /// Has somebody told of every change of the status, on the replica's thread.
    public Registration onStatus(Consumer<? super ReplicaStatus> listener) {
        return follower.onStatus(listener);
    }

    public ReplicaStatus status() {
        return follower.status();
    }

    public ReplicaCounters counters() {
        return follower.counters();
    }

    /// Ends the replica; its last state can still be read. Any thread; returns when the replica's thread is gone, unless that calls, or a
    /// listener does not return.
    @Override
    public void close() {
        follower.stop();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
