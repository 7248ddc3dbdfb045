// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.client.RtsockConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock get`: the route that a packet to an address takes in a table of the kernel core, or one route by its prefix.
@Command(
        name = "get",
        description = "Prints the route with the longest match for an address.",
        footer = {
            "",
            "Examples:",
            "  rtsock get 192.0.2.1                                     the route that a packet takes",
            "  rtsock get 10.0.0.0/8 --exact --json                     this very route",
            "  rtsock get 2001:db8::1 --report                          listeners hear of a miss"
        })
final class GetCommand implements Callable<Integer> {
    private final Rtsock rtsock;

    @Parameters(paramLabel = "ADDRESS|PREFIX", description = "Where the packet goes; with --exact the prefix of the route.")
    private String destination = "";

    @Option(
            names = "--table",
            paramLabel = "N",
            completionCandidates = Candidates.Tables.class,
            description = "Table to look in: a number, main or local. Default: ${DEFAULT-VALUE}.")
    private String table = "main";

    @Option(names = "--exact", description = "The route of this very prefix; the most preferred one, if there are several.")
    private boolean exact;

    @Option(names = "--priority", paramLabel = "N", description = "With --exact: the route with this priority.")
    private @Nullable String priority;

    @Option(
            names = "--report",
            description = "Tell the listeners when there is no route, or one that asks for external resolution, as a packet would.")
    private boolean report;

    @Mixin
    private final ObjectOptions output = new ObjectOptions();

    GetCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public Integer call() throws IOException {
        Lookup lookup = lookup();
        Prefix prefix = exact ? Arguments.prefix(destination) : Prefix.of(Arguments.address("address", destination));
        int wanted = priority == null ? 0 : Arguments.u32("--priority", priority, 0);
        Route asked = new Route(
                Route.Key.of(Arguments.table(table), prefix, wanted), 0, RouteType.UNICAST, List.of(), RouteState.STORED, null);
        try (RtsockConnection connection = rtsock.connect()) {
            output.printFound(rtsock, connection.get(asked, lookup));
        }
        return Rtsock.DONE;
    }

    private Lookup lookup() {
        if (exact && report) {
            throw new UsageException("--exact and --report do not go together: what is reported is the longest match");
        }
        if (priority != null && !exact) {
            throw new UsageException("--priority needs --exact");
        }
        if (report) {
            return Lookup.REPORTED;
        }
        return !exact ? Lookup.LONGEST : priority == null ? Lookup.PREFIX : Lookup.EXACT;
    }
}
