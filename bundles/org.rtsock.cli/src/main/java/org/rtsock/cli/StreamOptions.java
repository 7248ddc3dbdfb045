// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.EventStream;
import org.rtsock.client.RtsockConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a command that follows the stream of events listens to.
final class StreamOptions {
    /// Every type that has a flag, also when its reporter only comes later; but not the counters, of which some change with every route.
    private static final int ALL_FLAGS =
            MessageType.GROUP1 | MessageType.RTTABLE.flag() | MessageType.ROUTE.flag() | MessageType.REDIRECT.flag();

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            completionCandidates = Candidates.Types.class,
            description = "Words of the types, such as ifd,ifl,route; all but rtstats when left out.")
    private List<String> types = List.of();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--prefix", paramLabel = "P/L", description = "Routes to this prefix or a part of it only.")
    private @Nullable String prefix;

    /// The mode that the words ask for.
    ///
    /// @throws UsageException when they ask for none
    AsyncMode mode(AsyncMode.@Nullable ResumePoint resume) {
        Set<String> words = new HashSet<>();
        for (String type : types) {
            words.add(Arguments.typeWord(type));
        }
        return new AsyncMode(
                types.isEmpty() ? ALL_FLAGS : 0, words, filter.filter(prefix == null ? null : Arguments.prefix(prefix)), resume);
    }

    /// Subscribes, and says which of the types are not there yet.
    EventStream listen(Rtsock rtsock, RtsockConnection connection, AsyncMode mode) throws IOException {
        return connection.listen(withDescribed(rtsock, mode, connection.describe()));
    }

    /// Types without a flag have to be asked for by their word: all of them when the user named none.
    private AsyncMode withDescribed(Rtsock rtsock, AsyncMode mode, List<TypeDescriptor> described) {
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
}
