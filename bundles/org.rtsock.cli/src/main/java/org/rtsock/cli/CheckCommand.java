// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `rtsock check` for the help text; like `run` it is another program's.
@Command(
        name = "check",
        description = "Sees whether the bundles of an appliance fit together (done by the script bin/rtsock).",
        customSynopsis = "rtsock check [APPLIANCE] [--feature F]... [--set PID:KEY=VALUE]... [--config DIR]")
final class CheckCommand implements Runnable {
    @Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public void run() {
        String line = "check " + String.join(" ", words);
        throw new UsageException("'" + line + "' composes an appliance: call the script bin/rtsock, not this class");
    }
}
