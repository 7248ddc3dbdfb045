// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
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
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.client.DefaultSocket;
import org.rtsock.client.NoApplianceException;
import org.rtsock.client.RtsockConnection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
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
        description = "Listens to a router's kernel, and asks it for changes.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Rtsock.Version.class,
        synopsisSubcommandLabel = "COMMAND")
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

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "The appliance's unix socket. Default: $$RTSOCK_SOCKET, else the one of the current user.")
    private @Nullable Path socket;

    private Rtsock(
            Map<String, String> environment, @Nullable Connector appliance, PrintWriter out, PrintWriter err, Paint paint) {
        this.environment = environment;
        this.appliance = appliance;
        this.out = out;
        this.err = err;
        this.paint = paint;
    }

    public static void main(String[] args) {
        Console console = System.console();
        System.exit(run(
                args,
                System.getenv(),
                console != null && console.isTerminal(),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err)));
    }

    /// Runs a command line to its end.
    ///
    /// @param terminal whether people see the output
    /// @return the exit status
    static int run(String[] args, Map<String, String> environment, boolean terminal, OutputStream stdout, OutputStream stderr) {
        return new Rtsock(
                        environment,
                        null,
                        writer(new StandardOutput(stdout)),
                        writer(stderr),
                        Paint.of(terminal, environment))
                .execute(args);
    }

    /// Runs a command line to its end, for a shell that knows its appliance. `--socket` leads to another one.
    ///
    /// @return the exit status
    public static int run(String[] args, Connector appliance, OutputStream stdout, OutputStream stderr) {
        return new Rtsock(Map.of(), appliance, writer(new StandardOutput(stdout)), writer(stderr), Paint.OFF).execute(args);
    }

    private int execute(String... args) {
        // Help is gathered first: picocli prints a stack trace when its own writing fails.
        StringWriter help = new StringWriter();
        try {
            int status = commandLine(new PrintWriter(help)).execute(args);
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

    private CommandLine commandLine(PrintWriter help) {
        CommandLine line = new CommandLine(this);
        line.addSubcommand(new RunCommand());
        line.addSubcommand(new CheckCommand());
        line.addSubcommand(new MonitorCommand(this));
        line.addSubcommand(new RecordCommand(this));
        line.addSubcommand(new ReplayCommand());
        line.addSubcommand(new ShowCommand(this));
        line.addSubcommand(new GetCommand(this));
        line.addSubcommand(new RouteCommand(this));
        line.addSubcommand(new TableCommand(this));
        line.addSubcommand(new RedirectCommand(this));
        line.addSubcommand(new StatisticsCommand(this));
        line.setOut(help);
        line.setErr(err);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(paint == Paint.ON ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler((e, args) -> wrongUse(e.getCommandLine(), String.valueOf(e.getMessage())));
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed));
        return line;
    }

    private int failed(Exception failure, CommandLine line) {
        return switch (failure) {
            case OutputClosedException _ -> DONE;
            case UncheckedIOException e -> complain(String.valueOf(e.getMessage()), REFUSED);
            case UsageException e -> wrongUse(line, String.valueOf(e.getMessage()));
            case RoutingException e -> complain(e.toString(), REFUSED);
            case NoApplianceException e -> complain(String.valueOf(e.getMessage()), UNREACHABLE);
            case InterruptedIOException _, ClosedByInterruptException _ -> DONE; // the shell was told to end it
            case IOException e -> complain("no appliance" + (isInside() ? "" : " at " + socketPath()) + " any more (" + e.getMessage() + ")", UNREACHABLE);
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

    /// Opens a connection to the appliance that `--socket` names, else to the shell's own, else to the one that the environment names.
    RtsockConnection connect() throws IOException {
        return appliance != null && isInside() ? appliance.connect() : RtsockConnection.connect(socketPath());
    }

    private boolean isInside() {
        return appliance != null && socket == null;
    }

    private Path socketPath() {
        return socket != null ? socket : DefaultSocket.path(environment, System.getProperty("user.name", "unknown"));
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
