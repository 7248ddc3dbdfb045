// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How far a long work has come, on one line of standard error that is written over: on a terminal only, and only when it takes a while.
final class Progress {
    static final long UNKNOWN = -1;
    private static final int WIDTH = 30;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintWriter out;
    private final boolean terminal;
    private final long size;
    private final long begun = System.nanoTime();
    private long next = begun + PATIENCE_NANOS;
    private boolean shown;

    /// @param size of the input in bytes, or [#UNKNOWN]
    Progress(PrintWriter out, boolean terminal, long size) {
        this.out = out;
        this.terminal = terminal;
        this.size = size;
    }

    void show(long items, long bytes) {
        long now = System.nanoTime();
        if (!terminal || now < next) {
            return;
        }
        next = now + STEP_NANOS;
        shown = true;
        out.print("\r\033[K" + text(items, bytes, (now - begun) / 1e9));
        out.flush();
    }

    private String text(long items, long bytes, double seconds) {
        String rate = String.format(Locale.ROOT, "%,d sent, %,.0f/s", items, items / seconds);
        if (size <= 0) {
            return rate;
        }
        double share = Math.min(1, (double) bytes / size);
        int done = (int) (share * WIDTH);
        return String.format(Locale.ROOT, "[%s%s] %3.0f %%  %s", "#".repeat(done), " ".repeat(WIDTH - done), 100 * share, rate);
    }

    /// Takes the line away.
    void end() {
        if (shown) {
            shown = false;
            out.print("\r\033[K");
            out.flush();
        }
    }
}
