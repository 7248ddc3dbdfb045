// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes what the distribution says of the command where the system's tools look for it: the manual page, and completion for shells. It is
/// run by the build of the distribution, never by the command.
final class Documents {
    private Documents() {}

    /// @param args the folder, `share` of the distribution
    public static void main(String[] args) throws IOException {
        Path share = Path.of(args[0]);
        write(share.resolve("man/man1/rtsock.1"), new ManualPage(Rtsock.model()).text());
        write(share.resolve("bash-completion/completions/rtsock"), Completion.bash(Rtsock.model()));
        write(share.resolve("zsh/site-functions/_rtsock"), Completion.zsh(Rtsock.model()));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }
}
