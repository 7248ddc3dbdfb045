// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/// Standard output whose failure ends the command instead of being lost in a `PrintWriter`: in silence when its reader has gone, else with
/// an error. It is told once; what is written afterwards is lost.
final class StandardOutput extends OutputStream {
    private final OutputStream target;
    private boolean failed;

    StandardOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failed) {
            return;
        }
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void flush() {
        if (failed) {
            return;
        }
        try {
            target.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UncheckedIOException failure(IOException e) {
        failed = true;
        String reason = String.valueOf(e.getMessage());
        return reason.equals(brokenPipe())
                ? new OutputClosedException(e)
                : new UncheckedIOException("standard output cannot be written: " + reason, e);
    }

    /// What the system says of a pipe without a reader. There is no other way to tell this error from the rest, and the words are those of
    /// the user's language.
    private static String brokenPipe() {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.allocate(1));
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        throw new IllegalStateException("a pipe without a reader was written to");
    }
}
