// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One connection and its thread, which reads all that comes and checks it with a [ChangeTally] that is another one in each run. The tally
/// belongs to the thread from [#begin] on until [#reached] has returned.
final class ChangeListener implements Tally {
    private final FrameStream stream;
    private volatile ChangeTally tally = ignoring();
    /// Under the lock of this object, as the two below.
    private long version;
    private long heardAt;
    private @Nullable Throwable failure;

    private ChangeListener(FrameStream stream) {
        this.stream = stream;
    }

    /// @return one that has read what was there
    static ChangeListener at(Place place) throws IOException {
        FrameStream stream = new FrameStream(place.endpoint());
        stream.subscribe();
        ChangeListener listener = new ChangeListener(stream);
        stream.readToMark(listener);
        Thread.ofPlatform().daemon().start(listener::listen);
        return listener;
    }

    /// A tally that never begins.
    private static ChangeTally ignoring() {
        return new ChangeTally(1, 1, 0);
    }

    private void listen() {
        try (stream) {
            while (true) {
                stream.readToMark(this);
            }
        } catch (Throwable e) {
            // Whatever it is, somebody waits for it.
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    /// Nothing may be on its way.
    void begin(ChangeTally next) {
        tally = next;
    }

    /// Waits until it has read a mark of a version or a later one.
    ///
    /// @return when it had, by the clock of the host
    synchronized long reached(long wanted) throws InterruptedException {
        while (version < wanted && failure == null) {
            wait();
        }
        if (failure != null) {
            throw new AssertionError("a listener failed", failure);
        }
        return heardAt;
    }

    /// What has come since it began counts no more from here on.
    ChangeTally end() {
        ChangeTally ended = tally;
        tally = ignoring();
        return ended;
    }

    @Override
    public void reset() {
        tally.reset();
    }

    @Override
    public void value(ByteBuffer buffer, int offset, long from) {
        tally.value(buffer, offset, from);
    }

    @Override
    public void delete(ByteBuffer buffer, int offset) {
        tally.delete(buffer, offset);
    }

    @Override
    public void mark(long reached) {
        tally.mark(reached);
        synchronized (this) {
            version = reached;
            heardAt = System.nanoTime();
            notifyAll();
        }
    }
}
