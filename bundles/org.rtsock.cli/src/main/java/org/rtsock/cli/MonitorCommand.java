// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.EventStream;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rtsock monitor`: the state, a mark, then every change.
@Command(name = "monitor", description = "Prints the state, then every change as it comes.")
final class MonitorCommand implements Callable<Integer> {
    /// Every type that has a flag, also when its reporter only comes later; but not the counters, of which some change with every route.
    private static final int ALL_FLAGS =
            MessageType.GROUP1 | MessageType.RTTABLE.flag() | MessageType.ROUTE.flag() | MessageType.REDIRECT.flag();

    private final Rtsock rtsock;

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            description = "Words of the types, such as ifd,ifl,route; all but rtstats when left out.")
    private List<String> types = List.of();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--prefix", paramLabel = "P/L", description = "Routes to this prefix or a part of it only.")
    private @Nullable String prefix;

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
        AsyncMode mode = new AsyncMode(
                types.isEmpty() ? ALL_FLAGS : 0,
                words(),
                filter.filter(prefix == null ? null : Arguments.prefix(prefix)),
                resume);
        try (RtsockConnection connection = rtsock.connect()) {
            follow(connection.listen(withDescribed(mode, connection.describe())), limit);
        }
        return Rtsock.DONE;
    }

    private Set<String> words() {
        Set<String> words = new HashSet<>();
        for (String type : types) {
            words.add(Arguments.typeWord(type));
        }
        return words;
    }

    /// Types without a flag have to be asked for by their word: all of them when the user named none.
    private AsyncMode withDescribed(AsyncMode mode, List<TypeDescriptor> described) {
        Set<String> missing = new HashSet<>(mode.words());
        Set<String> words = new HashSet<>(mode.words());
        for (TypeDescriptor descriptor : described) {
            missing.remove(descriptor.type().word());
            if (types.isEmpty() && !descriptor.type().equals(MessageType.RTSTATS)) {
                words.add(descriptor.type().word());
            }
        }
        for (String word : missing) {
            rtsock.err().println("no type '" + word + "' in this appliance now; it is shown when it comes");
        }
        rtsock.err().flush();
        return new AsyncMode(mode.flags(), words, mode.filter(), mode.resume());
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
