// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RtsockTest {
    @TempDir
    Path folder;

    @Test
    void helpListsEveryCommandAlsoTheScripts() {
        Lab.Outcome outcome = Lab.run(Map.of(), false, "--help");
        for (String command : new String[] {"run", "monitor", "record", "replay", "show", "get", "route", "rttable", "redirect", "rtstats", "batch"}) {
            assertTrue(outcome.out().lines().anyMatch(line -> line.startsWith("  " + command + " ")), outcome.out());
        }
        assertEquals(0, outcome.status());
        assertEquals(0, Lab.run(Map.of(), false, "route", "add", "--help").status());
    }

    @Test
    void helpOfACommandIsTheSameBothWays() {
        for (String command : new String[] {"run", "check", "replay", "show", "route"}) {
            Lab.Outcome outcome = Lab.run(Map.of(), false, "help", command);
            assertTrue(outcome.out().startsWith("Usage: rtsock " + command + " ") && outcome.out().contains("\nExamples:\n"), outcome.out());
            assertEquals(outcome.out(), Lab.run(Map.of(), false, command, "--help").out());
        }
    }

    @Test
    void whatTheScriptStartsHasTheOptionsThatItTakesAndNoOthers() {
        String run = Lab.run(Map.of(), false, "run", "--help").out();
        assertTrue(run.contains("--socket=PATH") && run.contains("--connect=HOST:PORT") && run.contains("--json"), run);
        assertFalse(run.contains("--tls"), run);
        assertFalse(Lab.run(Map.of(), false, "replay", "--help").out().contains("--tls"));
        String check = Lab.run(Map.of(), false, "check", "--help").out();
        assertTrue(check.contains("--json"), check);
        assertFalse(check.contains("--tls") || check.contains("--socket") || check.contains("--connect"), check);
        assertTrue(Lab.run(Map.of(), false, "show", "--help").out().contains("--tls=DIR"));
    }

    @Test
    void nobodyThereIsUnreachable() {
        Path socket = folder.resolve("none");
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", folder.toString());
        Lab.Outcome outcome = Lab.run(environment, false, "show", "ifd", "--socket", socket.toString());
        assertEquals("no appliance at " + socket + " (no such file)\n", outcome.err());
        assertEquals(3, outcome.status());
        assertEquals(
                "no appliance at " + folder.resolve("rtsock.sock") + " (no such file)\n", Lab.run(environment, false, "get", "::1").err());
    }

    @Test
    void socketMayStandBeforeOrAfterTheCommand() throws IOException {
        try (Lab lab = new Lab(folder)) {
            String path = lab.socket().toString();
            assertEquals(0, Lab.run(Map.of(), false, "--socket", path, "show", "types").status());
            assertEquals(0, Lab.run(Map.of(), false, "show", "types", "--socket", path).status());
            assertEquals(0, Lab.run(Map.of(), false, "route", "--socket", path, "add", "default", "blackhole").status());
        }
    }

    @Test
    void wrongUseIsTwo() {
        wrongUse("a command is missing\nTry 'rtsock --help'.\n");
        wrongUse("'route' needs add, change, delete, lock or losing after it\nTry 'rtsock route --help'.\n", "route");
        wrongUse("Missing required parameter: 'WHAT'\nTry 'rtsock show --help'.\n", "show");
        wrongUse("Unknown option: '--jason'\nTry 'rtsock monitor --help'.\n", "monitor", "--jason");
        wrongUse("Unmatched argument at index 0: 'mointor'\nTry 'rtsock --help'.\n", "mointor");
        wrongUse(
                "'run' starts an appliance: call the script bin/rtsock, not this class\nTry 'rtsock run --help'.\n", "run", "observer", "--data", "x");
        wrongUse(
                "'replay' starts an appliance: call the script bin/rtsock, not this class\nTry 'rtsock replay --help'.\n",
                "replay", "FILE", "--speed", "2");
        wrongUse("shell 'fish' is neither bash nor zsh\nTry 'rtsock completion --help'.\n", "completion", "fish");
    }

    private static void wrongUse(String message, String... words) {
        Lab.Outcome outcome = Lab.run(Map.of(), false, words);
        assertEquals(message, outcome.err());
        assertEquals("", outcome.out());
        assertEquals(2, outcome.status());
    }

    @Test
    void timeHasAllItsDigits() {
        assertEquals("03:04:05.006", TextEvents.time(LocalTime.of(3, 4, 5, 6_999_999)));
        assertEquals("23:59:59.999", TextEvents.time(LocalTime.of(23, 59, 59, 999_999_999)));
    }
}
