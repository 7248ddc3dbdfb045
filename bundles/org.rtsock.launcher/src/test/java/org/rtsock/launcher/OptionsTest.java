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
        assertEquals(Options.Task.RUN, options.task());
    }

    @Test
    void optionsMayStandAnywhereAndCarryTheirValueEitherWay() throws LaunchException {
        Options options = Options.parse("--socket=/a/b", "run", "--feature", "x", "edge.json", "--feature=y", "--data", "/d", "--check");
        assertEquals(Path.of("/a/b"), options.socket());
        assertEquals("edge.json", options.appliance());
        assertEquals(List.of("x", "y"), options.features());
        assertEquals(Path.of("/d"), options.data());
        assertEquals(Options.Task.RUN_AND_END, options.task());
    }

    @Test
    void checkIsACommandOfItsOwnAndMayBeTheNameOfAnAppliance() throws LaunchException {
        assertEquals(Options.Task.COMPOSE, Options.parse("check", "edge.json").task());
        assertEquals("edge.json", Options.parse("check", "edge.json").appliance());
        Options named = Options.parse("run", "check");
        assertEquals(Options.Task.RUN, named.task());
        assertEquals("check", named.appliance());
    }

    @Test
    void settingsKeepTheirOrderAndWhateverStandsInTheValue() throws LaunchException {
        Options options = Options.parse("run", "--set", "p:k=a=b:c", "--set=p~x:k.l=");
        assertEquals(List.of(new Setting("p", "k", "a=b:c"), new Setting("p~x", "k.l", "")), options.settings());
    }

    @Test
    void connectIsAFeatureAndTwoSettingsThatGoBeforeAllOthers() throws LaunchException {
        Options options = Options.parse("run", "--connect", "[::1]:2010", "--set", "org.rtsock.transport.tcp:port=1");
        assertEquals(List.of("transport-tcp"), options.features());
        assertEquals(
                List.of(
                        new Setting("org.rtsock.transport.tcp", "port", "1"),
                        new Setting("org.rtsock.transport.tcp", "address", "[::1]"),
                        new Setting("org.rtsock.transport.tcp", "port", "2010")),
                options.settings());
    }

    @Test
    void jsonIsForWhatIsPrintedAtOnce() throws LaunchException {
        assertEquals(Options.Task.LIST, Options.parse("run", "--list").task());
        assertFalse(Options.parse("run", "--list").json());
        assertTrue(Options.parse("run", "--list", "--json").json());
        assertTrue(Options.parse("--json", "check", "edge.json").json());
    }

    @Test
    void pathsAreThoseOfTheCallersFolder() throws LaunchException {
        assertEquals(Path.of("").toAbsolutePath().resolve("conf"), Options.parse("--config", "./conf").config());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "run --json        | option --json is one of rtsock check and rtsock run --list",
        "run --check --json | option --json is one of rtsock check and rtsock run --list",
        "check --json=yes  | option --json takes no value, not 'yes'",
        "run --nosuch      | option '--nosuch' is unknown; see rtsock run --help",
        "run --data        | option --data needs a value",
        "run a b           | 'b' is one appliance too many; --feature adds a feature",
        "run --check=maybe | option --check takes no value, not 'maybe'",
        "check --check     | option --check is one of rtsock run; rtsock check starts nothing",
        "check --list      | option --list is one of rtsock run; rtsock check starts nothing",
        "check --data d    | option --data is one of rtsock run; rtsock check starts nothing",
        "check --deploy d  | option --deploy is one of rtsock run; rtsock check starts nothing",
        "--socket s check  | option --socket is one of rtsock run; rtsock check starts nothing",
        "check --connect a:1 | option --connect is one of rtsock run; rtsock check starts nothing",
        "run --connect 2009  | --connect '2009' is not HOST:PORT, such as 0.0.0.0:2009 or [::1]:2009",
        "run --connect ::1:9 | --connect '::1:9' is not HOST:PORT, such as 0.0.0.0:2009 or [::1]:2009",
        "run --connect a:b   | port 'b' of --connect is not 0 to 65535",
        "run --connect a:65536 | port '65536' of --connect is not 0 to 65535",
        "run --set p=k:v   | --set 'p=k:v' is not PID:KEY=VALUE, such as org.rtsock.driver.netlink:namespace=blue",
        "run --set :k=v    | --set ':k=v' is not PID:KEY=VALUE, such as org.rtsock.driver.netlink:namespace=blue",
        "run --set p:=v    | --set 'p:=v' is not PID:KEY=VALUE, such as org.rtsock.driver.netlink:namespace=blue",
    })
    void wrongUseIsNamed(String line, String complaint) {
        LaunchException refused = assertThrows(LaunchException.class, () -> Options.parse(line.split(" ")));
        assertEquals(complaint, refused.getMessage());
        assertEquals(LaunchException.WRONG_USE, refused.exitStatus());
    }
}
