// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;

/// Tables, redirects and counters.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class OtherWritesTest {
    @TempDir
    Path folder;

    private Lab lab;

    @BeforeEach
    void startLab() throws IOException {
        lab = new Lab(folder);
    }

    @AfterEach
    void stopLab() throws IOException {
        lab.close();
    }

    @Test
    void tableHasANameOrItsNumberAndIsOfInet() {
        assertEquals("100 inet name 100\n", lab.run("rttable", "add", "100").out());
        assertEquals(new RtTable(100, "100", Family.INET), lab.sent(Operation.ADD, new RtTableCodec()));
        assertEquals(
                "{\"type\":\"RTTABLE\",\"op\":\"CHANGE\",\"key\":\"4294967295 inet6\",\"version\":1,"
                        + "\"rttable\":{\"id\":4294967295,\"name\":\"blue\",\"family\":\"inet6\"}}\n",
                lab.run("rttable", "change", "4294967295", "family", "inet6", "name", "blue", "--json").out());
        assertEquals(0, lab.run("rttable", "delete", "100", "family", "inet6").status());
        assertEquals(new RtTable.Key(100, Family.INET6), lab.sent(Operation.DELETE, new RtTableCodec()).key());
    }

    @Test
    void wrongWordsForATableAreNamed() {
        wrongUse("'rttable' needs add, change or delete after it", "rttable");
        wrongUse("table '0' is not 1 to 4294967295", "rttable add", "0");
        wrongUse("a change of a table needs 'name NAME'", "rttable change", "100");
        wrongUse("'name' is not a word for a table to delete", "rttable delete", "100", "name", "blue");
        wrongUse("'named' is not a word for a table", "rttable add", "100", "named", "blue");
        wrongUse("'name' stands twice", "rttable add", "100", "name", "blue", "name", "red");
        wrongUse("'family' needs inet or inet6 after it", "rttable add", "100", "family");
    }

    @Test
    void redirectNamesBothRouters() {
        assertEquals(
                "7 inet 10.1.2.3/32 gateway 192.0.2.2 author 192.0.2.1 !modified\n",
                lab.run("redirect", "add", "10.1.2.3", "from", "192.0.2.1", "via", "192.0.2.2", "table", "7").out());
        Redirect.Key key = new Redirect.Key(7, Prefix.parse("10.1.2.3"));
        assertEquals(
                new Redirect(key, IpAddress.parse("192.0.2.2"), IpAddress.parse("192.0.2.1"), false),
                lab.sent(Operation.ADD, new RedirectCodec()));
        assertEquals(0, lab.run("redirect", "delete", "10.1.2.3", "table", "7").status());
        assertEquals(key, lab.sent(Operation.DELETE, new RedirectCodec()).key());
    }

    @Test
    void wrongWordsForARedirectAreNamed() {
        wrongUse("'redirect' needs add or delete after it", "redirect");
        wrongUse("a redirect needs 'via GATEWAY' and 'from AUTHOR'", "redirect add", "10.1.2.3", "via", "192.0.2.2");
        wrongUse("'via' is not a word for a redirect to delete", "redirect delete", "10.1.2.3", "via", "192.0.2.2");
        wrongUse("'by' is not a word for a redirect", "redirect add", "10.1.2.3", "by", "192.0.2.2");
        assertEquals(
                "EINVAL: gateway ::1 is inet6, destination 10.1.2.3/32 is inet\n",
                lab.run("redirect", "add", "10.1.2.3", "via", "::1", "from", "192.0.2.1").err());
    }

    @Test
    void everyCounterThatMatchesIsReset() {
        Lab.Outcome outcome = lab.run("rtstats", "reset", "table", "main", "protocol", "static", "family", "inet");
        FieldReader asked = lab.sent(Operation.DUMP).fields();
        assertEquals(0, asked.u32());
        assertEquals(1, asked.u16());
        assertEquals("rtstats", asked.text());
        assertEquals(new Filter(254, Family.INET, null, Set.of(4), Filter.ANY_PRIORITY), Filter.read(asked));
        assertEquals(2, lab.count(Operation.CHANGE), "as many as the appliance gave");
        assertEquals(
                new RtStats(new RtStats.Key(254, Family.INET, 77), 0, RtStats.Counts.ZERO),
                lab.sent(Operation.CHANGE, new RtStatsCodec()));
        assertEquals(2, outcome.lines().size());
        assertEquals("254 inet static", outcome.lines().getFirst());
    }

    @Test
    void resetWithoutWordsMeansAll() {
        assertEquals(Filter.NONE, StatisticsCommand.parse(List.of()));
        UsageException e = assertThrows(UsageException.class, () -> StatisticsCommand.parse(List.of("tables", "7")));
        assertEquals("'tables' is not a word for counters", e.getMessage());
        wrongUse("'rtstats' needs reset after it", "rtstats");
    }

    /// @param command the last of whose words help is offered for
    private void wrongUse(String message, String command, String... words) {
        String[] line = new String[command.split(" ").length + words.length];
        System.arraycopy(command.split(" "), 0, line, 0, line.length - words.length);
        System.arraycopy(words, 0, line, line.length - words.length, words.length);
        Lab.Outcome outcome = lab.run(line);
        assertEquals(message + "\nTry 'rtsock " + command + " --help'.\n", outcome.err());
        assertEquals(2, outcome.status());
    }
}
