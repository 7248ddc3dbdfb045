// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that the script of the distribution starts another program for. It is here for the help, the completion and the manual.
@Command
abstract class ScriptCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Options of all other commands that this one does not take.
    List<String> without() {
        return List.of("--tls");
    }

    /// Drops these, which come with the table of commands.
    final void drop() {
        without().forEach(option -> spec.remove(spec.findOption(option)));
    }

    @Override
    public final void run() {
        throw new UsageException("'" + spec.name() + "' starts an appliance: call the script bin/rtsock, not this class");
    }
}
