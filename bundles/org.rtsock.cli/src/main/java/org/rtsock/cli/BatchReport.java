// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.rtsock.api.RoutingException;
import org.rtsock.client.BatchAnswer;
import org.rtsock.client.BatchException;
import org.rtsock.client.BatchRefusal;

/// Says what became of a batch, by the lines that it was read from. Refusals come on the client's thread while lines are still being read.
final class BatchReport {
    private final Rtsock rtsock;
    private final BatchLines lines;
    private final boolean json;
    /// Refused before they were sent.
    private final AtomicLong refusedHere = new AtomicLong();

    BatchReport(Rtsock rtsock, BatchLines lines, boolean json) {
        this.rtsock = rtsock;
        this.lines = lines;
        this.json = json;
    }

    /// An item was refused by the appliance. Any thread.
    void refused(BatchRefusal refusal) {
        print(lines.lineOf(refusal.index()), refusal.why());
    }

    /// A line was refused by the command, with the errno that a kernel would have had.
    void refusedHere(int line, RoutingException why) {
        refusedHere.incrementAndGet();
        print(line, why);
    }

    private synchronized void print(int line, RoutingException why) {
        if (json) {
            printRow(Map.of("line", (long) line, "errno", why.errno().name(), "text", why.getMessage()));
        } else {
            rtsock.err().println("line " + line + ": " + why);
        }
    }

    private void printRow(Map<String, Object> row) {
        try {
            new JsonText(rtsock.out()).printRow(new TreeMap<>(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return the exit status
    int done(BatchAnswer answer) {
        long refused = answer.refused() + refusedHere.get();
        if (json) {
            printRow(Map.of("carried_out", answer.carriedOut(), "refused", refused, "version", answer.version()));
        } else {
            rtsock.out().println(
                    answer.carriedOut() + " carried out" + (refused == 0 ? "" : ", " + refused + " refused") + ", version " + answer.version());
        }
        return refused == 0 ? Rtsock.DONE : Rtsock.REFUSED;
    }

    /// The batch as a whole was refused; of a transaction nothing was carried out.
    ///
    /// @return the exit status
    int failed(BatchException failure) {
        if (failure.index() == BatchException.NO_ITEM) {
            throw failure.why();
        }
        print(lines.lineOf(failure.index()), failure.why());
        return Rtsock.REFUSED;
    }
}
