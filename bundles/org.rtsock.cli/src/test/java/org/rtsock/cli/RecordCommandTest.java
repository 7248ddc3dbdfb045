// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RecordCommandTest {
    private static final String TIME = "\\{\"time\":\\d+\\.\\d{6},";

    @TempDir
    Path folder;

    private Lab lab;
    private Path file;

    @BeforeEach
    void startLab() throws IOException {
        lab = new Lab(folder);
        file = folder.resolve("recording");
    }

    @AfterEach
    void stopLab() throws IOException {
        lab.close();
    }

    private Lab.Outcome record(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "record";
        words[1] = file.toString();
        System.arraycopy(options, 0, words, 2, options.length);
        return lab.run(words);
    }

    @Test
    void linesAreThoseOfTheMonitorWithTheTimeBeforeThem() throws IOException {
        Lab.Outcome outcome = record("--types", "ifd,route", "--count", "1");
        assertEquals("", outcome.out() + outcome.err());
        assertEquals(0, outcome.status());
        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.stream().allMatch(line -> line.matches(TIME + ".*}")), lines.toString());
        assertEquals(
                lab.run("monitor", "--types", "ifd,route", "--until-mark", "--json").lines(),
                lines.stream().map(line -> line.replaceFirst(TIME, "{")).toList());
        List<String> times = lines.stream().map(line -> line.substring(8, line.indexOf(','))).toList();
        assertEquals(times.stream().sorted().toList(), times);
    }

    @Test
    void countIsOfCommitsAndTheStateIsTheFirst() throws IOException {
        assertEquals(0, record("--types", "ifd", "--count", "2").status());
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.stream().filter(line -> line.contains("\"MARK\"")).count());
        assertTrue(lines.getLast().contains("\"MARK\""));
    }

    @Test
    void standardOutputIsAFileToo() throws IOException {
        Lab.Outcome outcome = lab.run("record", "-", "--types", "ifd", "--count", "1");
        assertEquals(3, outcome.lines().size());
        assertEquals(0, outcome.status());
        assertFalse(Files.exists(Path.of("-")));
    }

    @Test
    void filterGoesToTheAppliance() {
        record("--types", "route", "--table", "local", "--family", "inet6", "--prefix", "2001:db8::/32", "--count", "1");
        FieldReader sent = lab.sent(Operation.LISTEN).fields();
        sent.u32();
        sent.u16();
        sent.text();
        assertEquals(Filter.of(255, Family.INET6, Prefix.parse("2001:db8::/32")), Filter.read(sent));
    }

    @Test
    void fileThatIsThereIsNotReplacedUnlessForced() throws IOException {
        Files.writeString(file, "mine, and longer than what comes in its place: ".repeat(100));
        Lab.Outcome outcome = record("--types", "ifd", "--count", "1");
        assertEquals("'" + file + "' is there already; --force replaces it\nTry 'rtsock record --help'.\n", outcome.err());
        assertEquals(2, outcome.status());
        assertTrue(Files.readString(file).startsWith("mine"));
        assertEquals(0, record("--types", "ifd", "--count", "1", "--force").status());
        assertEquals(3, Files.readAllLines(file).size());
        assertEquals(0, lab.run("record", file + "2", "--count", "1", "--force").status());
    }

    @Test
    void lostConnectionKeepsWhatCame() throws IOException {
        Lab.Outcome outcome = record("--types", "ifd");
        assertEquals("no appliance at " + lab.socket() + " any more (the appliance closed the connection)\n", outcome.err());
        assertEquals(3, outcome.status());
        assertTrue(Files.readAllLines(file).getLast().contains("\"MARK\""));
    }

    @Test
    void withoutAnApplianceNoFileIsMade() throws IOException {
        lab.close();
        assertEquals(3, record("--types", "ifd").status());
        assertFalse(Files.exists(file));
    }

    @Test
    void fileThatCannotBeWrittenIsSaid() {
        Path nowhere = folder.resolve("none").resolve("recording");
        Lab.Outcome outcome = lab.run("record", nowhere.toString(), "--count", "1");
        assertEquals("'" + nowhere + "' cannot be written: " + nowhere + "\n", outcome.err());
        assertEquals(1, outcome.status());
        Lab.Outcome full = lab.run("record", "/dev/full", "--force", "--count", "1");
        assertEquals("'/dev/full' cannot be written: No space left on device\n", full.err());
        assertEquals(1, full.status());
    }

    @Test
    void timeEndsARecordingBetweenTwoCommits() throws IOException {
        // The lab hangs up after its commits; a recording that is still waiting then was not ended by its time.
        lab.keepConnections();
        assertEquals(0, record("--types", "ifd", "--duration", "1").status());
        assertTrue(Files.readAllLines(file).getLast().contains("\"MARK\""));
    }

    @Test
    void wrongWordsAreNamed() {
        wrong("--count '0' is not 1 to 9223372036854775807", "--count", "0");
        wrong("--duration '1.5' is not 1 to 2147483647", "--duration", "1.5");
        wrong("type 'IFD' is not a word of lower-case letters and digits", "--types", "IFD");
    }

    private void wrong(String message, String... options) {
        Lab.Outcome outcome = record(options);
        assertEquals(message + "\nTry 'rtsock record --help'.\n", outcome.err());
        assertEquals(2, outcome.status());
        assertFalse(Files.exists(file));
    }
}
