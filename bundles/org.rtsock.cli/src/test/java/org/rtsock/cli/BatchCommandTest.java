// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.message.Operation;

@Timeout(30)
class BatchCommandTest {
    @TempDir
    private Path folder;

    private Lab lab;

    @BeforeEach
    void start() throws IOException {
        lab = new Lab(folder);
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    private String file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("batch.txt"), String.join("\n", lines) + "\n").toString();
    }

    @Test
    void linesBecomeOneTransaction() throws IOException {
        String file = file(
                "# what people want to know",
                "route add 10.0.0.0/8 via 192.0.2.1 mtu 1400",
                "",
                "route   delete 11.0.0.0/8 # not any more",
                "rttable add 100 name blue",
                "redirect delete 192.0.2.7");
        Lab.Outcome outcome = lab.run("batch", file);
        assertEquals("4 carried out, version 8\n", outcome.out());
        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
        assertEquals(1, lab.count(Operation.BATCH));
        assertEquals("{\"carried_out\":4,\"refused\":0,\"version\":8}\n", lab.run("batch", file, "--json").out());
    }

    @Test
    void whatIsRefusedIsNamedByItsLine() throws IOException {
        String file = file("route add 10.0.0.0/8 dev lo", "# none", "route add 11.0.0.0/8 dev lo priority 666", "route add 12.0.0.1/8 dev lo", "route show");
        Lab.Outcome outcome = lab.run("batch", file, "--each");
        assertEquals(1, outcome.status());
        assertEquals("1 carried out, 3 refused, version 8\n", outcome.out());
        assertTrue(outcome.err().contains("line 3: EEXIST: unwanted\n"), outcome.err());
        assertTrue(outcome.err().contains("line 4: EINVAL: prefix 12.0.0.1/8"), outcome.err());
        assertTrue(outcome.err().contains("line 5: EINVAL: 'route show' is not for a batch"), outcome.err());
        Lab.Outcome json = lab.run("batch", file, "--each", "--json");
        assertTrue(json.out().contains("{\"errno\":\"EEXIST\",\"line\":3,\"text\":\"unwanted\"}\n"), json.out());
    }

    @Test
    void lineThatMakesNoSenseUndoesEverything() throws IOException {
        assertRefused("line 2: 'route show' is not for a batch", 2, file("route add 10.0.0.0/8 dev lo", "route show"));
        assertRefused("line 1: 'route' needs an operation after it", 2, file("route"));
        assertRefused("line 1: 'fast' is not a word for a route", 2, file("route add 10.0.0.0/8 fast"));
        assertRefused("EINVAL: line 2: prefix 10.0.0.1/8", 1, file("route add 10.0.0.0/8 dev lo", "route add 10.0.0.1/8 dev lo"));
        assertRefused("file '" + folder + "/none' does not exist", 2, folder + "/none");
        assertRefused("file '" + folder + "' is a folder", 2, folder.toString());
        assertRefused("--wait 'soon' is neither", 2, file(""), "--wait", "soon");
    }

    private void assertRefused(String text, int status, String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "batch";
        System.arraycopy(words, 0, command, 1, words.length);
        Lab.Outcome outcome = lab.run(command);
        assertTrue(outcome.err().contains(text), outcome.err());
        assertEquals(status, outcome.status());
        assertEquals("", outcome.out());
    }

    @Test
    void otherAppliancesNeedAllThatNamesThem() throws IOException {
        assertRefusedUse("--connect needs --tls DIR", "--connect", "localhost:2009");
        assertRefusedUse("file 'x/cert.pem' of --tls cannot be read", "--connect", "localhost:1", "--tls", "x");
        for (String file : List.of("cert.pem", "key.pem", "ca.pem")) {
            Files.createFile(folder.resolve(file));
        }
        assertRefusedUse("--connect 'localhost' is not HOST:PORT", "--connect", "localhost", "--tls", folder.toString());
        assertRefusedUse("port of --connect '0' is not 1 to 65535", "--connect", "localhost:0", "--tls", folder.toString());
        assertRefusedUse("--tls needs --connect", "--tls", "x");
        assertRefusedUse("--socket and --connect do not go together", "--socket", "s", "--connect", "localhost:1");
    }

    private void assertRefusedUse(String text, String... options) {
        String[] command = new String[options.length + 2];
        command[0] = "show";
        command[1] = "ifd";
        System.arraycopy(options, 0, command, 2, options.length);
        Lab.Outcome outcome = lab.run(command);
        assertTrue(outcome.err().contains(text), outcome.err());
        assertEquals(2, outcome.status());
    }
}
