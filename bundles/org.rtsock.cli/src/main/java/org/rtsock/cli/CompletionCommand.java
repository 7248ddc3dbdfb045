// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `rtsock completion`: what a shell needs to know to complete the words of the command.
@Command(
        name = "completion",
        description = "Prints a script with which a shell completes the words of rtsock.",
        footer = {
            "",
            "The distribution has the same in share/bash-completion and share/zsh, where a package puts it.",
            "",
            "Examples:",
            "  source <(rtsock completion bash)",
            "  rtsock completion zsh > ~/.zfunc/_rtsock     a folder of $$fpath"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Rtsock rtsock;

    @Parameters(paramLabel = "SHELL", completionCandidates = Candidates.Shells.class, description = "bash or zsh.")
    private String shell = "";

    CompletionCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public Integer call() {
        rtsock.out().print(switch (shell) {
            case "bash" -> Completion.bash(Rtsock.model());
            case "zsh" -> Completion.zsh(Rtsock.model());
            default -> throw new UsageException("shell '" + shell + "' is neither bash nor zsh");
        });
        return Rtsock.DONE;
    }
}
