// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final String METATYPE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="Config" name="Link">
                <AD id="name" type="String"/>
                <AD id="mtu" type="Integer" default="1500"/>
                <AD id="bytes" type="Long"/>
                <AD id="up" type="Boolean"/>
                <AD id="peers" type="String" cardinality="2147483647"/>
                <AD id="units" type="Integer" cardinality="4"/>
              </OCD>
              <Designate pid="org.example.link"><Object ocdref="Config"/></Designate>
            </metatype:MetaData>
            """;
    private static final String COMPONENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="org.example.Plain" configuration-pid="org.example.plain">
              <implementation class="org.example.Plain"/>
            </scr:component>
            """;

    @TempDir
    private Path folder;

    private ConfigurableKeys known;

    @BeforeEach
    void readBundles() throws LaunchException {
        BundleJars jars = new BundleJars(folder);
        known = ConfigurableKeys.of(List.of(
                jars.bundle("link", Map.of("OSGI-INF/metatype/org.example.Link.xml", METATYPE)),
                jars.bundle("plain", Map.of("OSGI-INF/org.example.Plain.xml", COMPONENT))));
    }

    private Map<String, Map<String, Object>> typed(String... settings) throws LaunchException {
        List<Setting> parsed = new ArrayList<>();
        for (String setting : settings) {
            parsed.add(Setting.parse(setting));
        }
        return Settings.typed(parsed, known);
    }

    @Test
    void valuesHaveTheTypesThatTheBundleSays() throws LaunchException {
        assertEquals(
                Map.of("org.example.link", Map.of("name", "7", "mtu", 9000, "bytes", 1L << 40, "up", true)),
                typed(
                        "org.example.link:name=7",
                        "org.example.link:mtu=9000",
                        "org.example.link:bytes=1099511627776",
                        "org.example.link:up=true"));
    }

    @Test
    void listsHaveCommasAndMayBeEmpty() throws LaunchException {
        assertEquals(
                Map.of("org.example.link", Map.of("peers", List.of("a", "b"), "units", List.of(1, 2))),
                typed("org.example.link:peers=a, b", "org.example.link:units=1,2"));
        assertEquals(Map.of("org.example.link", Map.of("peers", List.of())), typed("org.example.link:peers="));
    }

    @Test
    void theLastOfAKeyCounts() throws LaunchException {
        assertEquals(Map.of("org.example.link", Map.of("mtu", 2)), typed("org.example.link:mtu=1", "org.example.link:mtu=2"));
    }

    @Test
    void aPidWithoutMetatypeTakesAnyKeyAsText() throws LaunchException {
        assertEquals(Map.of("org.example.plain", Map.of("whatever", "a,b")), typed("org.example.plain:whatever=a,b"));
        assertEquals(Map.of("org.example.plain~one", Map.of("n", "1")), typed("org.example.plain~one:n=1"));
    }

    @Test
    void whatAListenerSaysToTheSwitchHasItsTypeEverywhere() throws LaunchException {
        assertEquals(
                Map.of("org.example.link", Map.of("rtsock.table", 254, "rtsock.types", List.of("ifd", "route"), "rtsock.priority", 100L)),
                typed(
                        "org.example.link:rtsock.table=254",
                        "org.example.link:rtsock.types=ifd,route",
                        "org.example.link:rtsock.priority=100"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "org.example.lnik:mtu=1 | no bundle knows PID org.example.lnik; known are org.example.link, org.example.plain",
        "org.example.link:mut=1 | PID org.example.link has no key 'mut'; known are bytes, mtu, name, peers, units, up",
        "org.example.link:mtu=x | 'x' is not a number",
        "org.example.link:mtu=5000000000 | '5000000000' is not a number",
        "org.example.link:up=yes | 'yes' is neither true nor false",
        "org.example.link:units=1,,2 | '' is not a number",
    })
    void whatDoesNotFitIsRefusedNamingWhatIsKnown(String setting, String complaint) {
        LaunchException refused = assertThrows(LaunchException.class, () -> typed(setting));
        assertEquals("--set " + setting + ": " + complaint, refused.getMessage());
        assertEquals(LaunchException.WRONG_USE, refused.exitStatus());
    }
}
