// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `rtsock replay` for the help text. The script of the distribution runs a lab for it and never comes here.
@Command(
        name = "replay",
        description = "Starts a lab in which a recording runs again (done by the script bin/rtsock).",
        customSynopsis = "rtsock replay FILE [--speed N] [--repeat N] [options of rtsock run]")
final class ReplayCommand implements Runnable {
    @Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public void run() {
        throw new UsageException("'replay " + String.join(" ", words) + "' starts a lab: call the script bin/rtsock, not this class");
    }
}
