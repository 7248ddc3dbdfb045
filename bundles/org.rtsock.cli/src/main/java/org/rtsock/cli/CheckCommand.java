// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock check`, which is the launcher's.
@Command(
        name = "check",
        description = "Sees whether the bundles of an appliance fit together; starts nothing.",
        footer = {
            "", //
            "Examples:",
            "  rtsock check edge.json && rtsock run edge.json",
            "  rtsock check observer --feature shell",
            "  rtsock check edge.json --json | jq -r '.problems[]'"
        })
final class CheckCommand extends ScriptCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "APPLIANCE",
            completionCandidates = Candidates.Features.class,
            description = "Name of a feature of the distribution, or a feature file of your own. Default: observer.")
    private String appliance = "observer";

    @Mixin
    private final ApplianceOptions options = new ApplianceOptions();

    @Option(names = "--json", description = "A JSON object: whether it fits, and the problems.")
    private boolean json;

    @Override
    List<String> without() {
        return List.of("--socket", "--connect", "--tls");
    }
}
