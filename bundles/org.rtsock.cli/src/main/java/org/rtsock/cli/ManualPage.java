// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page `rtsock(1)`, in the macros of `man(7)`, from the same model as the help. picocli's own generator writes AsciiDoc, for a
/// tool chain that is no part of this build.
final class ManualPage {
    private static final String ENVIRONMENT = """
            .SH ENVIRONMENT
            .TP
            .B RTSOCK_SOCKET
            Path of the appliance's socket; \\fB\\-\\-socket\\fR goes before it.
            .TP
            .B RTSOCK_TLS
            Folder of cert.pem, key.pem and ca.pem; \\fB\\-\\-tls\\fR goes before it.
            .TP
            .B XDG_RUNTIME_DIR
            Where the socket is when nothing else is said.
            .TP
            .B NO_COLOR
            If it is set and not empty, there are no colours. There are none either where \\fBTERM\\fR is dumb, and none but on a terminal.
            .TP
            .B JAVA_HOME
            The Java to use. Another one is looked for if it is older than 25, or is not there.
            .TP
            .B RTSOCK_JAVA_OPTS
            More options for the Java virtual machine.
            .SH FILES
            Of the distribution:
            .TP
            .I conf/
            Configuration: a .cfg file for each PID, framework.properties and logback.xml.
            .TP
            .I features/
            Features that an appliance is made of.
            .TP
            .I lib/*.aot
            Archives for a quick start, made by \\fBbin/prepare\\-archives\\fR.
            .PP
            Elsewhere:
            .TP
            .I $XDG_RUNTIME_DIR/rtsock.sock
            The appliance's socket; /tmp/rtsock\\-USER/rtsock.sock if the variable is not set.
            .SH SEE ALSO
            .BR ip\\-route (8),
            .BR ip\\-monitor (8),
            .BR netlink (7)
            """;

    /// Signs that roff would take for others. The backslash first: it is in all the rest.
    private static final Map<String, String> SIGNS = new LinkedHashMap<>();

    static {
        SIGNS.put("\\", "\\e");
        SIGNS.put("-", "\\-");
        SIGNS.put("'", "\\(aq");
        SIGNS.put("`", "\\(ga");
        SIGNS.put("^", "\\(ha");
        SIGNS.put("~", "\\(ti");
    }

    private static final int UNBROKEN = 10_000;

    private final CommandLine top;
    private final Set<String> common = new LinkedHashSet<>();
    private final StringBuilder page = new StringBuilder();

    /// @param model of the whole command
    ManualPage(CommandLine model) {
        top = model;
        top.setUsageHelpWidth(UNBROKEN);
        top.getCommandSpec().options().forEach(option -> common.add(option.longestName()));
    }

    /// Used once.
    String text() {
        CommandSpec spec = top.getCommandSpec();
        String version = top.getCommandSpec().version()[0];
        String[] description = spec.usageMessage().description();
        page.append(".\\\" Made from the command's help.\n.TH RTSOCK 1 \"\" \"" + escaped(version) + "\" \"Rtsock manual\"\n");
        page.append(".SH NAME\nrtsock \\- listens to a router's kernel, and asks it for changes\n");
        page.append(".SH SYNOPSIS\n.B rtsock\n[OPTION]... COMMAND [WORD]...\n");
        page.append(".SH DESCRIPTION\n");
        paragraph(description[0]);
        verbatim(List.of(description).subList(2, description.length));
        page.append(".SH OPTIONS\nThey stand before or after the command's name.\n");
        spec.options().forEach(this::option);
        page.append(".SH COMMANDS\n");
        top.getSubcommands().values().forEach(command -> command(command.getCommandSpec()));
        page.append(".SH EXIT STATUS\n");
        for (Map.Entry<String, String> status : spec.usageMessage().exitCodeList().entrySet()) {
            item("\\fB" + status.getKey() + "\\fR", status.getValue());
        }
        page.append(ENVIRONMENT);
        page.append(".SH EXAMPLES\n");
        examples(spec);
        return page.toString();
    }

    private void command(CommandSpec spec) {
        page.append(".SS " + escaped(spec.qualifiedName()) + "\n");
        Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
        paragraph(String.join(" ", spec.usageMessage().description()));
        page.append(".PP\n");
        paragraph(synopsis(help));
        spec.positionalParameters().forEach(this::positional);
        for (OptionSpec option : spec.options()) {
            if (!common.contains(option.longestName())) {
                option(option);
            }
        }
        for (CommandLine part : new LinkedHashSet<>(spec.subcommands().values())) {
            command(part.getCommandSpec());
        }
        if (spec.usageMessage().footer().length > 0) {
            examples(spec);
        }
    }

    /// Without the options of all commands.
    private String synopsis(Help help) {
        String text = help.synopsis(0).replaceAll("\\s+", " ").strip();
        for (String word : List.of("[-hV]", "[--connect=HOST:PORT]", "[--socket=PATH]", "[--tls=DIR]")) {
            text = text.replace(" " + word, "");
        }
        return text;
    }

    private void option(OptionSpec option) {
        String value = option.paramLabel();
        String names = String.join(", ", option.names());
        item("\\fB" + escaped(names) + "\\fR" + (option.arity().max() == 0 ? "" : " \\fI" + escaped(value) + "\\fR"), text(option));
    }

    private void positional(PositionalParamSpec word) {
        item("\\fI" + escaped(word.paramLabel()) + "\\fR", text(word));
    }

    private static String text(ArgSpec word) {
        return String.join(" ", word.description());
    }

    private void item(String marked, String text) {
        page.append(".TP\n").append(marked).append('\n').append(escaped(text.strip())).append('\n');
    }

    private void paragraph(String text) {
        page.append(escaped(text.strip())).append('\n');
    }

    /// What stands under a command's help: text, and examples with their own lines.
    private void examples(CommandSpec spec) {
        List<String> lines = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).footer().lines().toList();
        int examples = lines.indexOf("Examples:");
        String text = String.join(" ", lines.subList(0, examples)).strip();
        if (!text.isEmpty()) {
            page.append(".PP\n");
            paragraph(text);
        }
        verbatim(lines.subList(examples, lines.size()));
    }

    private void verbatim(List<String> lines) {
        page.append(".PP\n.nf\n");
        String text = String.join("\n", lines).strip();
        text.lines().forEach(line -> page.append(escaped(line.stripTrailing())).append('\n'));
        page.append(".fi\n");
    }

    /// Text in which nothing is a request or an escape of roff.
    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.lines().forEach(line -> {
            String plain = line;
            for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
                plain = plain.replace(sign.getKey(), sign.getValue());
            }
            safe.append(safe.isEmpty() ? "" : "\n").append(plain.startsWith(".") ? "\\&" : "").append(plain);
        });
        return safe + (text.endsWith("\n") ? "\n" : "");
    }
}
