// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.client.Answer;
import org.rtsock.client.RtsockConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock get`: the route that a packet to an address takes in a table of the kernel core.
@Command(name = "get", description = "Prints the route with the longest match for an address.")
final class GetCommand implements Callable<Integer> {
    private final Rtsock rtsock;

    @Parameters(paramLabel = "ADDRESS", description = "Where the packet goes.")
    private String address = "";

    @Option(names = "--table", paramLabel = "N", description = "Table to look in: a number, main or local. Default: ${DEFAULT-VALUE}.")
    private String table = "main";

    @Option(names = "--json", description = "A JSON object.")
    private boolean json;

    GetCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public Integer call() throws IOException {
        Prefix host = Prefix.of(Arguments.address("address", address));
        Route asked = new Route(
                Route.Key.of(Arguments.table(table), host, 0), 0, RouteType.UNICAST, List.of(), RouteState.STORED, null);
        try (RtsockConnection connection = rtsock.connect()) {
            Answer match = connection.route(Operation.GET, asked, Level.STORED);
            if (json) {
                new JsonText(rtsock.out()).print(match.object());
            } else {
                rtsock.out().append(ObjectText.of(match.type(), match.object())).append('\n');
            }
        }
        return Rtsock.DONE;
    }
}
