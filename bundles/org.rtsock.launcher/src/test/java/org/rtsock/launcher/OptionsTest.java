// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void observerIsTheDefault() throws LaunchException {
        Options options = Options.parse("run");
        assertEquals("observer", options.appliance());
        assertNull(options.data());
        assertFalse(options.check());
    }

    @Test
    void optionsMayStandAnywhereAndCarryTheirValueEitherWay() throws LaunchException {
        Options options = Options.parse("--socket=/a/b", "run", "--feature", "x", "edge.json", "--feature=y", "--data", "/d", "--check");
        assertEquals(Path.of("/a/b"), options.socket());
        assertEquals("edge.json", options.appliance());
        assertEquals(List.of("x", "y"), options.features());
        assertEquals(Path.of("/d"), options.data());
        assertTrue(options.check());
    }

    @Test
    void pathsAreThoseOfTheCallersFolder() throws LaunchException {
        assertEquals(Path.of("").toAbsolutePath().resolve("conf"), Options.parse("--config", "./conf").config());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "run --nosuch      | option '--nosuch' is unknown; see rtsock run --help",
        "run --data        | option --data needs a value",
        "run a b           | 'b' is one appliance too many; --feature adds a feature",
        "run --check=maybe | option --check takes no value, not 'maybe'",
    })
    void wrongUseIsNamed(String line, String complaint) {
        LaunchException refused = assertThrows(LaunchException.class, () -> Options.parse(line.split(" ")));
        assertEquals(complaint, refused.getMessage());
        assertEquals(LaunchException.WRONG_USE, refused.exitStatus());
    }
}
