// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `rtsock run` for the help text. The script of the distribution starts another program for it and never comes here.
@Command(
        name = "run",
        description = "Starts an appliance in the foreground (done by the script bin/rtsock).",
        customSynopsis = "rtsock run [APPLIANCE] [--feature F]... [--set PID:KEY=VALUE]... [--config DIR] [--data DIR] [--socket PATH]")
final class RunCommand implements Runnable {
    @Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public void run() {
        throw new UsageException("'run " + String.join(" ", words) + "' starts an appliance: call the script bin/rtsock, not this class");
    }
}
