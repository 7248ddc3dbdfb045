// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an appliance is composed of. The launcher reads these words; here they are described.
final class ApplianceOptions {
    @Option(
            names = "--feature",
            paramLabel = "F",
            completionCandidates = Candidates.Features.class,
            description = "Adds a feature, by name or file; as often as you like.")
    private List<String> features = List.of();

    @Option(
            names = "--set",
            paramLabel = "PID:KEY=VALUE",
            description = "Sets a key of a configuration, over what files and features say; as often as you like. A list has commas.")
    private List<String> settings = List.of();

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "Configuration: PID.cfg files, framework.properties, logback.xml. Default: conf of the distribution.")
    private @Nullable Path config;
}
