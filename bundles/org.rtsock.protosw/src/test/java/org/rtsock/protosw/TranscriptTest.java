// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The golden transcripts: every case of every file. A new case needs no code.
class TranscriptTest {
    private static List<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    private static List<Transcript.Case> cases(Path file) {
        try {
            return Transcript.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicContainer> transcripts() throws IOException, URISyntaxException {
        return files().stream().map(file -> DynamicContainer.dynamicContainer(
                file.getFileName().toString(),
                cases(file).stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> new TranscriptRun().run(each)))));
    }

    @Test
    void noFileWasOverlooked() throws IOException, URISyntaxException {
        long cases = files().stream().mapToLong(file -> cases(file).size()).sum();
        assertTrue(cases >= 80, cases + " cases");
    }

    /// What the runner must not let pass, each a case that fails.
    @Test
    void runnerSeesWhatIsMissingAndWhatIsTooMuch(@TempDir Path folder) throws IOException {
        for (String wrong : List.of(
                "send a say inet hello",
                "hear a hello",
                "send a say inet hello\nhear a hallo",
                "request a BIND",
                "request a SENSE -> EINVAL",
                "request a BIND -> EINVAL",
                "rcvbuf a 4096\nsend a say inet x*4000\nsend a say inet x*4000",
                "send a say inet one\nsend a say inet two\nhear a one",
                "silent a\nsend a say inet one\nsilent a",
                "count route_cb.any 2",
                "woken a",
                "calls say")) {
            Path file = folder.resolve("wrong.txt");
            Files.writeString(file, "case wrong\nopen a say any\n" + wrong + "\n");
            Transcript.Case each = Transcript.read(file).getFirst();
            assertThrows(AssertionError.class, () -> new TranscriptRun().run(each), wrong);
        }
    }
}
