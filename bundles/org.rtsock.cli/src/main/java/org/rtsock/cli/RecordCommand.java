// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.client.EventStream;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock record`: the stream as `monitor --json` prints it, each line with its time, for the replay driver.
///
/// A file is flushed at each mark, so that whatever ends the command leaves whole commits, and at most the beginning of another.
@Command(
        name = "record",
        description = "Writes the state, then every change with its time, for a lab to replay.",
        footer = {
            "",
            "A recording is the JSON of rtsock monitor, a line for each event, with its time.",
            "",
            "Examples:",
            "  rtsock record host.jsonl --duration 60",
            "  rtsock record - --types route --count 100 | gzip > routes.jsonl.gz"
        })
final class RecordCommand implements Callable<Integer> {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Rtsock rtsock;

    @Parameters(paramLabel = "FILE", description = "Where to; - is standard output.")
    private Path file = STANDARD_OUTPUT;

    @Mixin
    private final StreamOptions wanted = new StreamOptions();

    @Option(names = "--duration", paramLabel = "SECONDS", description = "End after this time.")
    private @Nullable String duration;

    @Option(names = "--count", paramLabel = "COMMITS", description = "End after this many commits; the state is the first.")
    private @Nullable String count;

    @Option(names = "--force", description = "Replace FILE if it is there.")
    private boolean force;

    RecordCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public Integer call() throws IOException {
        long commits = count == null ? Long.MAX_VALUE : Arguments.number("--count", count, 1, Long.MAX_VALUE);
        long seconds = duration == null ? Long.MAX_VALUE : Arguments.number("--duration", duration, 1, Integer.MAX_VALUE);
        AsyncMode mode = wanted.mode(null);
        // The connection first: without an appliance no file is made.
        try (RtsockConnection connection = rtsock.connect();
                RecordingEnd end = new RecordingEnd(connection::close, seconds)) {
            EventStream stream = wanted.listen(rtsock, connection, mode);
            if (file.equals(STANDARD_OUTPUT)) {
                record(stream, rtsock.out(), commits, end);
            } else {
                try (Writer out = open()) {
                    record(stream, out, commits, end);
                }
            }
        }
        return Rtsock.DONE;
    }

    private Writer open() {
        OpenOption present = force ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.CREATE_NEW;
        try {
            return Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.CREATE, present);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("'" + file + "' is there already; --force replaces it");
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void record(EventStream stream, Writer out, long limit, RecordingEnd end) throws IOException {
        long start = System.nanoTime();
        JsonText printer = new JsonText(out, () -> System.nanoTime() - start);
        long commits = 0;
        while (commits < limit) {
            StreamMessage message = end.next(stream::next);
            if (message == null) {
                return;
            }
            try {
                printer.print(message);
                switch (message) {
                    case StreamMessage.Mark _ -> {
                        out.flush();
                        commits++;
                    }
                    // No mark need follow these.
                    case StreamMessage.Notice _, StreamMessage.Desync _ -> out.flush();
                    case StreamMessage.Event _, StreamMessage.Reset _ -> {}
                }
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    private UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException("'" + file + "' cannot be written: " + e.getMessage(), e);
    }
}
