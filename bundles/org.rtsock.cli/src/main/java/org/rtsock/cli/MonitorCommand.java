// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.client.EventStream;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rtsock monitor`: the state, a mark, then every change.
@Command(
        name = "monitor",
        description = "Prints the state, then every change as it comes.",
        footer = {
            "",
            "JSON: an event a line, the object under the word of its type. A mark follows the state and every commit; its epoch and version, joined",
            "by a colon, are what --from takes.",
            "",
            "Examples:",
            "  rtsock monitor                                           everything but counters",
            "  rtsock monitor --types route --family inet6              IPv6 routes",
            "  rtsock monitor --types route --prefix 10.0.0.0/8 --json | jq -r .key",
            "  rtsock monitor --from 1795482000123456:57                what has changed since that mark, then every change"
        })
final class MonitorCommand implements Callable<Integer> {
    private final Rtsock rtsock;

    @Mixin
    private final StreamOptions wanted = new StreamOptions();

    @Option(
            names = "--from",
            paramLabel = "EPOCH:VERSION",
            description = "Begin with the difference from the mark with this epoch and version.")
    private @Nullable String from;

    @Option(names = "--count", paramLabel = "N", description = "End after this many events, notices included; marks do not count.")
    private @Nullable String count;

    @Option(names = "--until-mark", description = "End after the first mark.")
    private boolean untilMark;

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    MonitorCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public Integer call() throws IOException {
        long limit = count == null ? Long.MAX_VALUE : Arguments.number("--count", count, 1, Long.MAX_VALUE);
        AsyncMode.ResumePoint resume = from == null ? null : Arguments.resumePoint(from);
        AsyncMode mode = wanted.mode(resume);
        try (RtsockConnection connection = rtsock.connect()) {
            follow(wanted.listen(rtsock, connection, mode), limit);
        }
        return Rtsock.DONE;
    }

    private void follow(EventStream stream, long limit) throws IOException {
        EventPrinter printer = json ? new JsonText(rtsock.out()) : new TextEvents(rtsock.out(), rtsock.paint());
        long events = 0;
        while (true) {
            StreamMessage message = stream.next();
            printer.print(message);
            switch (message) {
                case StreamMessage.Event _ -> {
                    if (++events == limit) {
                        return;
                    }
                }
                case StreamMessage.Reset _ -> {}
                case StreamMessage.Notice _ -> {
                    // No mark need follow it.
                    rtsock.out().flush();
                    if (++events == limit) {
                        return;
                    }
                }
                case StreamMessage.Desync _ -> rtsock.out().flush();
                case StreamMessage.Mark _ -> {
                    rtsock.out().flush();
                    if (untilMark) {
                        return;
                    }
                }
            }
        }
    }
}
