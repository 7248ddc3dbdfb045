// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How an appliance runs. The launcher reads these words; here they are described.
final class RunOptions {
    @Mixin
    private final ApplianceOptions composition = new ApplianceOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for what the appliance writes. Default: a fresh one that is removed at the end.")
    private @Nullable Path data;

    @Option(
            names = "--deploy",
            paramLabel = "DIR",
            description = "Bundles that appear in this folder are started while the appliance runs. Default: deploy in the data folder.")
    private @Nullable Path deploy;

    @Option(names = "--check", description = "Starts everything, then ends: exit status 0 when all bundles are active.")
    private boolean check;
}
