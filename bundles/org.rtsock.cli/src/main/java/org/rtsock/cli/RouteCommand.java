// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.List;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.client.Answer;
import org.rtsock.client.RtsockConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock route`: writes to a routing table of the kernel core.
@Command(name = "route", description = "Adds, changes, deletes or locks a route.")
final class RouteCommand implements Runnable {
    private final Rtsock rtsock;

    /// The words of a write.
    private static final class WriteOptions {
        @Parameters(
                arity = "1..*",
                paramLabel = "PREFIX WORDS",
                description = {
                    "PREFIX or default, then any of:",
                    "via GATEWAY, dev IFL, weight W: the next hop;",
                    "nexthop before these three for each of several;",
                    "blackhole or reject instead;",
                    "table N (a number, main or local), priority P."
                })
        private List<String> words = List.of();

        @Option(
                names = "--wait",
                paramLabel = "stored|programmed",
                description = "What to wait for. Default: ${DEFAULT-VALUE}.")
        private String level = "stored";

        @Option(names = "--json", description = "What was done, as a JSON object.")
        private boolean json;
    }

    RouteCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public void run() {
        throw new UsageException("'route' needs add, change, delete or lock after it");
    }

    @Command(description = "Adds a route that is not there.")
    int add(@Mixin WriteOptions options) throws IOException {
        return write(Operation.ADD, options);
    }

    @Command(description = "Replaces the next hops of a route.")
    int change(@Mixin WriteOptions options) throws IOException {
        return write(Operation.CHANGE, options);
    }

    @Command(description = "Deletes the route with this prefix, table and priority.")
    int delete(@Mixin WriteOptions options) throws IOException {
        return write(Operation.DELETE, options);
    }

    @Command(description = "Locks the metrics of the route with this prefix, table and priority.")
    int lock(@Mixin WriteOptions options) throws IOException {
        return write(Operation.LOCK, options);
    }

    private int write(Operation operation, WriteOptions options) throws IOException {
        Level level = switch (options.level) {
            case "stored" -> Level.STORED;
            case "programmed" -> Level.PROGRAMMED;
            default -> throw new UsageException("--wait '" + options.level + "' is neither stored nor programmed");
        };
        Route route = RouteWords.parse(operation, options.words);
        try (RtsockConnection connection = rtsock.connect()) {
            Answer answer = connection.route(operation, route, level);
            if (options.json) {
                new JsonText(rtsock.out()).printDone(operation, answer);
            } else {
                rtsock.out().append(ObjectText.of(answer.type(), answer.object())).append('\n');
            }
        }
        return Rtsock.DONE;
    }
}
