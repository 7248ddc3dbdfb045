// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rtsock.client.StreamMessage;

/// Ends a recording after a time, but never within a commit: the first one, which is the state, is always whole. Of a commit whose first
/// message comes when the time is over nothing is recorded.
final class RecordingEnd implements AutoCloseable {
    private final Closeable connection;
    private final Thread timer;
    /// Guarded by this, as the next: whether the time is over.
    private boolean over;
    /// Whether there is more of the present commit to come.
    private boolean within = true;

    /// Where messages come from: [org.rtsock.client.EventStream#next].
    @FunctionalInterface
    interface Source {
        StreamMessage next() throws IOException;
    }

    /// @param connection of the stream, closed to end a wait for its next message
    /// @param seconds    from now; `Long.MAX_VALUE` for never
    RecordingEnd(Closeable connection, long seconds) {
        this.connection = connection;
        timer = Thread.ofVirtual().unstarted(() -> expire(seconds));
        if (seconds != Long.MAX_VALUE) {
            timer.start();
        }
    }

    private void expire(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            return; // the recording has ended by itself
        }
        end();
    }

    /// The time is over.
    synchronized void end() {
        over = true;
        if (!within) {
            hangUp();
        }
    }

    private void hangUp() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection could not be closed", e);
        }
    }

    /// Waits for the next message of the stream.
    ///
    /// @return null when the recording is over
    @Nullable StreamMessage next(Source stream) throws IOException {
        if (isOver()) {
            return null;
        }
        StreamMessage message;
        try {
            message = stream.next();
        } catch (IOException e) {
            if (isOver()) {
                return null;
            }
            throw e;
        }
        synchronized (this) {
            if (isOver()) {
                return null; // it came before the connection was closed, and the rest of its commit will not
            }
            within = switch (message) {
                case StreamMessage.Event _, StreamMessage.Reset _ -> true;
                case StreamMessage.Mark _ -> false;
                case StreamMessage.Notice _, StreamMessage.Desync _ -> within;
            };
        }
        return message;
    }

    private synchronized boolean isOver() {
        return over && !within;
    }

    /// The recording has ended, whatever the time is.
    @Override
    public void close() {
        timer.interrupt();
    }
}
