// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock replay`, which is the launcher's `run lab` with a recording.
@Command(
        name = "replay",
        description = "Starts a lab, an appliance without a host, in which a recording runs again.",
        footer = {
            "",
            "Examples:",
            "  rtsock record yesterday.jsonl --duration 60 && rtsock replay yesterday.jsonl",
            "  rtsock replay yesterday.jsonl --speed 10 --repeat 3",
            "  rtsock replay yesterday.jsonl --speed 0               as fast as it goes"
        })
final class ReplayCommand extends ScriptCommand {
    @Parameters(paramLabel = "FILE", description = "A recording.")
    private @Nullable Path file;

    @Option(names = "--speed", paramLabel = "N", description = "Times as fast as it was; 0 without pauses. Default: ${DEFAULT-VALUE}.")
    private double speed = 1;

    @Option(names = "--repeat", paramLabel = "N", description = "How often it runs; 0 for ever. Default: ${DEFAULT-VALUE}.")
    private int repeat = 1;

    @Mixin
    private final RunOptions options = new RunOptions();
}
