// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock run`, which is the launcher's.
@Command(
        name = "run",
        description = {
            "Starts an appliance in the foreground; Ctrl-C or SIGTERM ends it.",
            "--socket and --connect say where daemons connect to it."
        },
        footer = {
            "",
            "Examples:",
            "  rtsock run                                            mirrors this host",
            "  rtsock run lab --feature shell                        a host of paper, with a console",
            "  rtsock run --connect 0.0.0.0:2009                     listens for daemons of other hosts too",
            "  rtsock run edge.json --data /var/lib/rtsock           an appliance of your own",
            "  rtsock run --set org.rtsock.driver.netlink:namespace=blue"
        })
final class RunCommand extends ScriptCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "APPLIANCE",
            completionCandidates = Candidates.Features.class,
            description = "Name of a feature of the distribution, or a feature file of your own. Default: observer.")
    private String appliance = "observer";

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--list", description = "Prints the features of the distribution, appliances among them, and ends.")
    private boolean list;

    @Option(names = "--json", description = "With --list: a JSON array.")
    private boolean json;
}
