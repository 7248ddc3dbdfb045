// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.Filter;
import org.rtsock.client.FieldValues;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rtsock rtstats`: sets the counters of routes back. They are shown by `rtsock show rtstats`.
@Command(
        name = "rtstats",
        description = "Sets counters of routes back to zero.",
        footer = {
            "",
            "rtsock show rtstats shows them.",
            "",
            "Examples:",
            "  rtsock rtstats reset                                     all of them",
            "  rtsock rtstats reset table main protocol bgp --json      prints what was reset"
        })
final class StatisticsCommand implements Runnable {
    private final Rtsock rtsock;

    /// The words of a reset.
    private static final class ResetOptions {
        @Parameters(
                arity = "0..*",
                paramLabel = "WORDS",
                completionCandidates = Candidates.OtherParts.class,
                description = {
                    "Any of:",
                    "table N (a number, main or local), family inet or inet6, protocol NAME or NUMBER;",
                    "what is left out stands for all."
                })
        private List<String> words = List.of();

        @Mixin
        private final ObjectOptions output = new ObjectOptions();
    }

    StatisticsCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public void run() {
        throw new UsageException("'rtstats' needs reset after it");
    }

    @Command(description = "Sets the counters of the routes of a table, family and protocol back to zero.")
    int reset(@Mixin ResetOptions options) throws IOException {
        Filter wanted = parse(options.words);
        try (RtsockConnection connection = rtsock.connect()) {
            for (RtStats.Key key : keys(connection, wanted)) {
                RtStats zero = new RtStats(key, 0, RtStats.Counts.ZERO);
                options.output.printDone(rtsock, Operation.CHANGE, connection.write(Operation.CHANGE, zero, Level.STORED));
            }
        }
        return Rtsock.DONE;
    }

    /// What there is of what was asked for.
    ///
    /// @throws RoutingException ESRCH when there is nothing
    private static List<RtStats.Key> keys(RtsockConnection connection, Filter wanted) throws IOException {
        List<RtStats.Key> keys = new ArrayList<>();
        AsyncMode mode = new AsyncMode(0, Set.of(MessageType.RTSTATS.word()), wanted, null);
        connection.dump(mode, message -> {
            if (message instanceof StreamMessage.Event event) {
                keys.add(key(event.object()));
            }
        });
        if (keys.isEmpty()) {
            throw new RoutingException(Errno.ESRCH, "there are no such counters in this appliance now");
        }
        return keys;
    }

    private static RtStats.Key key(FieldValues stats) {
        return new RtStats.Key(
                Arguments.table(word(stats, "table")),
                Arguments.family(word(stats, "family")),
                Arguments.protocol(word(stats, "protocol")));
    }

    private static String word(FieldValues stats, String name) {
        return ObjectText.value(stats.get(name));
    }

    /// @throws UsageException when the words say not whose counters
    static Filter parse(List<String> list) {
        WordReader words = new WordReader(list);
        int table = 0;
        @Nullable Family family = null;
        Set<Integer> protocols = Set.of();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "table" -> table = Arguments.table(words.next(word, "a table"));
                case "family" -> family = Arguments.family(words.next(word, "inet or inet6"));
                case "protocol" -> protocols = Set.of(Arguments.protocol(words.next(word, "a name or a number")));
                default -> throw new UsageException("'" + word + "' is not a word for counters");
            }
        }
        return new Filter(table, family, null, protocols, Filter.ANY_PRIORITY);
    }
}
