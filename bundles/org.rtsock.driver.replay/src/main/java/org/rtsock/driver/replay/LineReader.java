// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Cuts a file into lines, in one buffer for all of them. One thread.
final class LineReader implements Closeable {
    /// A route with all the next hops that a kernel core takes is a tenth of this.
    static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private final byte[] chunk = new byte[1 << 16];
    private int at;
    private int end;
    private byte[] line = new byte[1 << 12];
    private int length;
    private long number;
    private boolean ended = true;

    LineReader(InputStream in) {
        this.in = in;
    }

    /// Steps to the next line.
    ///
    /// @return false at the end of the file
    /// @throws RoutingException EMSGSIZE for one that is too long
    boolean next() throws IOException {
        length = 0;
        number++;
        while (fill()) {
            int from = at;
            while (at < end && chunk[at] != '\n') {
                at++;
            }
            append(from);
            if (at < end) {
                at++;
                ended = true;
                return true;
            }
        }
        ended = false;
        return length > 0;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(chunk));
        }
        return at < end;
    }

    private void append(int from) {
        int more = at - from;
        if (more > MAX_LINE - length) {
            throw new RoutingException(Errno.EMSGSIZE, "the line is longer than " + MAX_LINE + " bytes");
        }
        if (line.length - length < more) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
        }
        System.arraycopy(chunk, from, line, length, more);
        length += more;
    }

    /// The present line is in the first [#length()] bytes, until the next step.
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /// Number of the present line, from 1.
    long number() {
        return number;
    }

    /// Whether the present line has its line end; the last one of a file that was cut off has none.
    boolean ended() {
        return ended;
    }

    /// Whether the present line says nothing: blank, or a comment.
    boolean idle() {
        for (int i = 0; i < length; i++) {
            byte c = line[i];
            if (c != ' ' && c != '\t' && c != '\r') {
                return c == '#';
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
