// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.client.BatchAnswer;
import org.rtsock.client.BatchException;
import org.rtsock.client.BatchWriter;
import org.rtsock.client.RoutingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock batch`: many writes, one a line, in one transaction or each on its own.
///
/// A line has the words of a command: `route add 192.0.2.0/24 via 198.51.100.1`. Empty lines, and what follows `#`, are for people.
@Command(
        name = "batch",
        description = "Carries out many writes: all or none, in one transaction, or with --each one by one.",
        footer = {
            "",
            "A line is a command as you would type it: route add|change|delete|lock ..., rttable add|change|delete ... or redirect delete ...",
            "What follows a # is for people.",
            "JSON: an object with line, errno and text for each refusal, then one with carried_out, refused and version.",
            "",
            "Examples:",
            "  rtsock batch routes.txt                                  all or none",
            "  rtsock batch routes.txt --each --wait programmed         one by one",
            "  seq 1 254 | sed 's|.*|route add 10.0.&.0/24 dev lo|' | rtsock batch -"
        })
final class BatchCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Rtsock rtsock;

    @Parameters(paramLabel = "FILE|-", description = "A line for each write; - for standard input.")
    private Path source = STANDARD_INPUT;

    @Option(names = "--each", description = "One by one: what is refused is reported, and the others are carried out.")
    private boolean each;

    @Option(
            names = "--wait",
            paramLabel = "stored|programmed",
            completionCandidates = Candidates.Levels.class,
            description = "What to wait for. Default: ${DEFAULT-VALUE}.")
    private String level = "stored";

    @Option(names = "--json", description = "A JSON object for each refusal, and one for all.")
    private boolean json;

    BatchCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Level wanted = Arguments.level(level);
        if (rtsock.isInside()) {
            throw new UsageException("batch is for the command line, and here for appliances that --socket or --connect name");
        }
        try (InputStream input = open();
                RoutingClient client = RoutingClient.connect(rtsock.endpoint())) {
            return new Run(input, client, wanted).run();
        }
    }

    private InputStream open() throws IOException {
        if (source.equals(STANDARD_INPUT)) {
            return System.in;
        }
        if (Files.isDirectory(source)) {
            throw new UsageException("file '" + source + "' is a folder");
        }
        try {
            return Files.newInputStream(source);
        } catch (NoSuchFileException e) {
            throw new UsageException("file '" + source + "' does not exist");
        } catch (IOException e) {
            throw new UsageException("file '" + source + "' cannot be read: " + e.getMessage());
        }
    }

    /// One batch from its first line to its report.
    private final class Run {
        private final BatchLines lines;
        private final BatchReport report;
        private final Progress progress;
        private final BatchWriter batch;

        Run(InputStream input, RoutingClient client, Level level) throws IOException {
            long size = source.equals(STANDARD_INPUT) ? Progress.UNKNOWN : Files.size(source);
            progress = new Progress(rtsock.err(), rtsock.isTerminal(), size);
            lines = new BatchLines(input);
            report = new BatchReport(rtsock, lines, json);
            batch = each ? client.eachOnItsOwn(level, report::refused) : client.allOrNone(level);
        }

        int run() throws IOException, InterruptedException {
            try (batch) {
                batch.onProgress(sent -> progress.show(sent, lines.bytesRead()));
                while (lines.next()) {
                    put();
                }
                BatchAnswer answer = answer(batch.commit());
                progress.end();
                return report.done(answer);
            } catch (BatchException e) {
                progress.end();
                return report.failed(e);
            } finally {
                progress.end();
            }
        }

        private void put() throws IOException {
            try {
                lines.putInto(batch);
            } catch (UsageException e) {
                if (!each) {
                    throw new UsageException("line " + lines.number() + ": " + e.getMessage());
                }
                report.refusedHere(lines.number(), new RoutingException(Errno.EINVAL, String.valueOf(e.getMessage())));
            } catch (BatchException e) {
                throw e;
            } catch (RoutingException e) {
                // What is no object at all, such as a prefix with host bits, never gets to the kernel.
                if (!each) {
                    throw new RoutingException(e.errno(), "line " + lines.number() + ": " + e.getMessage());
                }
                report.refusedHere(lines.number(), e);
            }
        }

        private static BatchAnswer answer(Future<BatchAnswer> pending) throws IOException, InterruptedException {
            try {
                return pending.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case BatchException refused -> throw refused;
                    case RoutingException refused -> throw refused;
                    case IOException broken -> throw broken;
                    // Of standard output, when a refusal was to be printed.
                    case UncheckedIOException closed -> throw closed;
                    case null, default -> throw new CompletionException(e);
                }
            }
        }
    }
}
