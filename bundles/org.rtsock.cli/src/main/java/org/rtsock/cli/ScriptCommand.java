// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that the script of the distribution starts another program for. It is here for the help, the completion and the manual.
@Command
abstract class ScriptCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final void run() {
        throw new UsageException("'" + spec.name() + "' starts an appliance: call the script bin/rtsock, not this class");
    }
}
