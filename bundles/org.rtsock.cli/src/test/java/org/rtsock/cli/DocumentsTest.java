// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class DocumentsTest {
    @TempDir
    Path share;

    @BeforeEach
    void write() throws IOException {
        Documents.main(new String[] {share.toString()});
    }

    @Test
    void manualHasEveryCommandAndOptionAndAnExampleOfEach() throws IOException {
        String page = Files.readString(share.resolve("man/man1/rtsock.1")).replace("\\-", "-");
        for (CommandLine command : commands(Rtsock.model())) {
            String name = command.getCommandSpec().qualifiedName();
            assertTrue(page.contains("\n.SS " + name + "\n") || name.equals("rtsock"), name);
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertTrue(page.contains("\\fB" + String.join(", ", option.names()) + "\\fR"), name + " " + option.longestName());
            }
        }
        for (CommandLine command : Rtsock.model().getSubcommands().values()) {
            String name = command.getCommandName();
            assertTrue(name.equals("help") || command.getUsageMessage().contains("\nExamples:\n  "), name);
        }
    }

    private static List<CommandLine> commands(CommandLine top) {
        List<CommandLine> all = new ArrayList<>(List.of(top));
        top.getSubcommands().values().forEach(command -> all.addAll(commands(command)));
        return all;
    }

    @Test
    void manualIsFitForTypesetting() throws Exception {
        Path groff = tool("groff");
        String page = share.resolve("man/man1/rtsock.1").toString();
        assertEquals("", output(groff.toString(), "-man", "-Tascii", "-ww", "-z", page));
    }

    @Test
    void bashCompletesCommandsOptionsAndTheirWords() throws Exception {
        assertEquals("monitor", completed("mo"));
        assertEquals("--family", completed("show", "--fam"));
        assertEquals("rttable route redirect rtstats", completed("monitor", "--types", "r"));
        assertEquals("add", completed("route", "a"));
        assertEquals("via", completed("route", "add", "10.0.0.0/8", "v"));
        assertEquals("stored programmed", completed("batch", "--wait", ""));
        assertEquals("bash zsh", completed("completion", ""));
    }

    @Test
    void bashTakesTheFirstWordForTheCommand() throws Exception {
        assertEquals("inet inet6", completed("show", "route", "--family", ""));
        assertEquals("show", completed("--socket", "route", "sh"));
        assertEquals("inet inet6", completed("--socket", "=", "route", "show", "--family", ""));
    }

    @Test
    void zshCompletesFromTheFileOfItsFolder() throws Exception {
        String script = "fpath=(" + share.resolve("zsh/site-functions") + " $fpath); autoload -Uz compinit; compinit -u -D;"
                + " print -r -- ${_comps[rtsock]}; autoload -Uz +X _rtsock && functions _rtsock >/dev/null && print whole";
        assertEquals("_rtsock\nwhole\n", output(tool("zsh").toString(), "-f", "-c", script));
    }

    private String completed(String... words) throws Exception {
        StringBuilder script = new StringBuilder("compopt() { :; }; . '" + share.resolve("bash-completion/completions/rtsock") + "'; COMP_WORDS=(rtsock");
        for (String word : words) {
            script.append(" '").append(word).append('\'');
        }
        script.append("); COMP_CWORD=").append(words.length).append("; COMP_LINE=\"${COMP_WORDS[*]}\"; _complete_rtsock; echo \"${COMPREPLY[*]}\"");
        return output(tool("bash").toString(), "--norc", "-c", script.toString()).strip();
    }

    private static Path tool(String name) {
        Path found = Stream.of("/usr/bin/", "/bin/").map(folder -> Path.of(folder + name)).filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(found != null, "skipped: " + name + " is not here");
        return found;
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
