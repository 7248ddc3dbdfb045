// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.client.Endpoint;
import org.rtsock.client.NoApplianceException;
import org.rtsock.client.RtsockConnection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/// The `rtsock` command.
///
/// | exit status | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | the kernel answered with an error: its name and text are on standard error; or the output could not be written |
/// | 2 | wrong use |
/// | 3 | no appliance reachable |
/// | 70 | a fault of the command itself (`EX_SOFTWARE` of `sysexits.h`) |
@Command(
        name = "rtsock",
        description = {
            "Listens to a router's kernel, and asks it for changes.",
            "",
            "  interfaces, routes  <-->  an appliance: rtsock run  <-- socket -->  daemons: every other command is one for a while",
            "  of this Linux host        (kernel core, journal)                    that prints what it hears, or asks for a write",
            ""
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Rtsock.Version.class,
        usageHelpWidth = 120,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:the kernel answered with an error, which is on standard error; or the appliance did not start; or the output could not be written",
            "2:wrong use",
            "3:no appliance reachable",
            "70:a fault of the command itself"
        },
        footer = {
            "",
            "Examples:",
            "  rtsock run                         starts an appliance that mirrors this host",
            "  rtsock monitor                     prints every interface, address and route, then every change",
            "  rtsock show route --table main     prints the routes of the main table",
            "  rtsock get 192.0.2.1 --json        prints the route to an address as JSON",
            "  rtsock help COMMAND                says more of one command, with examples"
        })
public final class Rtsock implements Runnable {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG_USE = 2;
    static final int UNREACHABLE = 3;
    static final int FAULT = 70;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Map<String, String> environment;
    private final @Nullable Connector appliance;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Paint paint;
    private final boolean terminal;

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    private Rtsock(
            Map<String, String> environment,
            @Nullable Connector appliance,
            PrintWriter out,
            PrintWriter err,
            Paint paint,
            boolean terminal) {
        this.terminal = terminal;
        this.environment = environment;
        this.appliance = appliance;
        this.out = out;
        this.err = err;
        this.paint = paint;
    }

    /// The script bin/rtsock says by the two properties what is a terminal, which Java tells of standard input and output together only.
    public static void main(String[] args) {
        System.exit(run(
                args,
                System.getenv(),
                Boolean.getBoolean("rtsock.terminal.out"),
                Boolean.getBoolean("rtsock.terminal.err"),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err)));
    }

    /// Runs a command line to its end.
    ///
    /// @param terminalOut whether people see standard output
    /// @param terminalErr whether people see standard error
    /// @return the exit status
    static int run(
            String[] args,
            Map<String, String> environment,
            boolean terminalOut,
            boolean terminalErr,
            OutputStream stdout,
            OutputStream stderr) {
        return new Rtsock(
                        environment,
                        null,
                        writer(new StandardOutput(stdout)),
                        writer(stderr),
                        Paint.of(terminalOut, environment),
                        terminalErr)
                .execute(args);
    }

    /// Runs a command line to its end, for a shell that knows its appliance. `--socket` or `--connect` lead to another one.
    ///
    /// @return the exit status
    public static int run(String[] args, Connector appliance, OutputStream stdout, OutputStream stderr) {
        return new Rtsock(Map.of(), appliance, writer(new StandardOutput(stdout)), writer(stderr), Paint.OFF, false)
                .execute(args);
    }

    private int execute(String... args) {
        // Help is gathered first: picocli prints a stack trace when its own writing fails.
        StringWriter help = new StringWriter();
        try {
            int status = commandLine(new PrintWriter(help), args).execute(args);
            out.append(help.toString());
            out.flush();
            return status;
        } catch (OutputClosedException e) {
            return DONE;
        } catch (UncheckedIOException e) {
            return complain(String.valueOf(e.getMessage()), REFUSED);
        } finally {
            err.flush();
        }
    }

    private static PrintWriter writer(OutputStream target) {
        return new PrintWriter(new OutputStreamWriter(new BufferedOutputStream(target, BUFFER_BYTES), StandardCharsets.UTF_8));
    }

    private CommandLine commandLine(PrintWriter help, String... args) {
        CommandLine line = new CommandTable(this).commandLine(args);
        line.setOut(help);
        line.setErr(err);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(paint == Paint.ON ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler((e, _) -> wrongUse(e.getCommandLine(), String.valueOf(e.getMessage())));
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed));
        return line;
    }

    /// All commands with all their words, for those who write of them.
    static CommandLine model() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        Rtsock rtsock = new Rtsock(Map.of(), null, writer(nowhere), writer(nowhere), Paint.OFF, false);
        return new CommandTable(rtsock).commandLine();
    }

    private int failed(Exception failure, CommandLine line) {
        return switch (failure) {
            case OutputClosedException _ -> DONE;
            case UncheckedIOException e -> complain(String.valueOf(e.getMessage()), REFUSED);
            case UsageException e -> wrongUse(line, String.valueOf(e.getMessage()));
            case RoutingException e -> complain(e.toString(), REFUSED);
            case NoApplianceException e -> complain(String.valueOf(e.getMessage()), UNREACHABLE);
            case InterruptedIOException _, ClosedByInterruptException _ -> DONE; // the shell was told to end it
            case IOException e -> complain("no appliance" + (isInside() ? "" : " at " + endpoint()) + " any more (" + e.getMessage() + ")", UNREACHABLE);
            default -> {
                failure.printStackTrace(err);
                yield FAULT;
            }
        };
    }

    private int wrongUse(CommandLine line, String message) {
        complain(message, WRONG_USE);
        return complain("Try '" + line.getCommandSpec().qualifiedName() + " --help'.", WRONG_USE);
    }

    private int complain(String message, int status) {
        err.println(message);
        return status;
    }

    @Override
    public void run() {
        throw new UsageException("a command is missing");
    }

    /// Opens a connection to the appliance that the words name, else to the shell's own, else to the one that the environment names.
    RtsockConnection connect() throws IOException {
        return appliance != null && isInside() ? appliance.connect() : RtsockConnection.connect(endpoint());
    }

    /// Whether the shell's own appliance is meant.
    boolean isInside() {
        return appliance != null && !connect.isGiven();
    }

    /// The appliance that the words or the environment name.
    Endpoint endpoint() {
        return connect.endpoint(environment);
    }

    /// Whether people see what is written to standard error.
    boolean isTerminal() {
        return terminal;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    Paint paint() {
        return paint;
    }

    /// The way to an appliance.
    @FunctionalInterface
    public interface Connector {
        /// Opens a connection; the command closes it.
        RtsockConnection connect() throws IOException;
    }

    /// Version of the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Rtsock.class.getPackage().getImplementationVersion();
            return new String[] {"rtsock " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
