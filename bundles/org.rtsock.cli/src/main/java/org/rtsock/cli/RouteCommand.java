// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.List;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.RouteRequest.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock route`: writes to a routing table of the kernel core.
@Command(
        name = "route",
        description = "Adds, changes, deletes, locks or suspects a route.",
        footer = {
            "",
            "Examples:",
            "  rtsock route add 10.0.0.0/8 via 192.0.2.1 dev eth0",
            "  rtsock route add default nexthop via 192.0.2.1 weight 2 nexthop via 192.0.2.2",
            "  rtsock route change 10.0.0.0/8 mtu lock 1400 --wait programmed",
            "  rtsock route delete 10.0.0.0/8 --json                    prints what was deleted",
            "  rtsock route losing 10.1.2.3                             what an unanswered sender reports"
        })
final class RouteCommand implements Runnable {
    private final Rtsock rtsock;

    /// The words of a write.
    private static final class WriteOptions {
        @Parameters(
                arity = "1..*",
                paramLabel = "PREFIX WORDS",
                completionCandidates = Candidates.RouteParts.class,
                description = {
                    "PREFIX or default, then any of:",
                    "via GATEWAY, dev IFL, weight W: the next hop;",
                    "nexthop before these three for each of several;",
                    "blackhole or reject instead;",
                    "mtu, hopcount, expire, recvpipe, sendpipe, ssthresh, rtt, rttvar, each [lock] NUMBER;",
                    "proto1, proto2, proto3, xresolve: flags;",
                    "table N (a number, main or local), priority P.",
                    "delete and losing take table and priority only, lock those and metrics, each [off]."
                })
        private List<String> words = List.of();

        @Option(
                names = "--wait",
                paramLabel = "stored|programmed",
                completionCandidates = Candidates.Levels.class,
                description = "What to wait for. Default: ${DEFAULT-VALUE}.")
        private String level = "stored";

        @Mixin
        private final ObjectOptions output = new ObjectOptions();
    }

    RouteCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public void run() {
        throw new UsageException("'route' needs add, change, delete, lock or losing after it");
    }

    @Command(description = "Adds a route that is not there.")
    int add(@Mixin WriteOptions options) throws IOException {
        return write(Operation.ADD, options);
    }

    @Command(description = "Replaces the next hops of a route, where some are named, and the metrics that are named.")
    int change(@Mixin WriteOptions options) throws IOException {
        return write(Operation.CHANGE, options);
    }

    @Command(description = "Deletes the route with this prefix, table and priority.")
    int delete(@Mixin WriteOptions options) throws IOException {
        return write(Operation.DELETE, options);
    }

    @Command(description = "Locks metrics of the route with this prefix, table and priority, or, with off, unlocks them.")
    int lock(@Mixin WriteOptions options) throws IOException {
        return write(Operation.LOCK, options);
    }

    @Command(description = "Says that an address gets no answer through the route which matches it.")
    int losing(@Mixin WriteOptions options) throws IOException {
        return write(Operation.LOSING, options);
    }

    private int write(Operation operation, WriteOptions options) throws IOException {
        Level level = Arguments.level(options.level);
        return options.output.write(rtsock, operation, RouteWords.parse(operation, options.words), level);
    }
}
