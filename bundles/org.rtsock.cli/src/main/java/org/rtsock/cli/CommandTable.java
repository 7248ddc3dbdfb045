// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The commands, in the order of the help.
///
/// A command line names one of them, and only that one is made: picocli reads the annotations of a command when it is made, which for all of
/// them takes longer than the command itself. Help, and a word that is none of them, have them all.
final class CommandTable {
    /// Options that may stand before the command's name, and have a value.
    private static final Set<String> VALUED = Set.of("--socket", "--connect", "--tls");

    private final Rtsock rtsock;
    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    CommandTable(Rtsock rtsock) {
        this.rtsock = rtsock;
        commands.put("run", RunCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("monitor", () -> new MonitorCommand(rtsock));
        commands.put("record", () -> new RecordCommand(rtsock));
        commands.put("replay", ReplayCommand::new);
        commands.put("show", () -> new ShowCommand(rtsock));
        commands.put("get", () -> new GetCommand(rtsock));
        commands.put("route", () -> new RouteCommand(rtsock));
        commands.put("rttable", () -> new TableCommand(rtsock));
        commands.put("redirect", () -> new RedirectCommand(rtsock));
        commands.put("rtstats", () -> new StatisticsCommand(rtsock));
        commands.put("batch", () -> new BatchCommand(rtsock));
        commands.put("completion", () -> new CompletionCommand(rtsock));
        // Not a method reference: HotSpot 25 fails to archive one to a class as old as those of picocli's own jar.
        commands.put("help", () -> new CommandLine.HelpCommand());
    }

    /// @param args of which the command's name is one, or none for all commands
    CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(rtsock);
        Supplier<Object> named = commands.get(name(args));
        // `help` knows the others.
        boolean alone = named != null && !name(args).equals("help");
        for (Map.Entry<String, Supplier<Object>> command : commands.entrySet()) {
            if (!alone || command.getValue().equals(named)) {
                Object made = command.getValue().get();
                line.addSubcommand(command.getKey(), made);
                if (made instanceof ScriptCommand script) {
                    script.drop();
                }
            }
        }
        return line;
    }

    /// The first word that is neither an option nor the value of one; empty if there is none.
    private static String name(String... args) {
        @Nullable String before = null;
        for (String word : args) {
            if (!word.startsWith("-") && (before == null || !VALUED.contains(before))) {
                return word;
            }
            before = word;
        }
        return "";
    }
}
