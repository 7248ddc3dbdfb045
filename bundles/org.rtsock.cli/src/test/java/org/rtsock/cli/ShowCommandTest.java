// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ShowCommandTest {
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
    void objectsAreAnArraySortedByKey() {
        Lab.Outcome outcome = lab.run("show", "ifd", "--json");
        assertEquals(
                "[{\"index\":2,\"name\":\"eth0\",\"mac\":\"02:00:00:00:00:02\",\"mtu\":1500,\"up\":true,\"running\":false,"
                        + "\"kind\":\"veth\"},"
                        + "{\"index\":10,\"name\":\"wlan0\",\"mac\":\"02:00:00:00:00:0a\",\"mtu\":1500,\"up\":true,\"running\":false,"
                        + "\"kind\":\"veth\"}]\n",
                outcome.out());
        assertEquals(0, outcome.status());
    }

    @Test
    void tableIsAlignedAndLeavesEmptyColumnsOut() {
        assertEquals(
                List.of(
                        "TABLE  FAMILY  PREFIX      PRIORITY  PROTOCOL  TYPE       NEXTHOPS" + " ".repeat(60) + "STATE",
                        "  254  inet    9.0.0.0/8          3  static    unicast    via 192.0.2.1 dev eth0" + " ".repeat(46) + "stored",
                        "  254  inet    10.0.0.0/8         3  static    unicast    nexthop via 192.0.2.1 dev eth0 weight 1"
                                + " nexthop dev wlan0 weight 9  stored",
                        "  254  inet    10.0.0.0/8        20  static    blackhole" + " ".repeat(70) + "stored"),
                lab.run("show", "route").lines());
    }

    @Test
    void plugInTypeIsShownByItsDescription() {
        assertEquals(
                "[{\"label\":16,\"action\":\"pop\",\"bound\":true,\"note\":\"hi\"},{\"label\":17,\"action\":\"9\",\"bound\":false}]\n",
                lab.run("show", "label", "--json").out());
        assertEquals(
                List.of("LABEL  ACTION  BOUND  NOTE", "   16  pop     yes    hi", "   17  9       no"),
                lab.run("show", "label").lines());
    }

    @Test
    void filterGoesToTheAppliance() {
        lab.run("show", "route", "--table", "main", "--family", "inet", "--protocol", "static", "--priority", "4294967295");
        FieldReader sent = lab.sent(Operation.DUMP).fields();
        sent.u32();
        sent.u16();
        sent.text();
        assertEquals(new Filter(254, Family.INET, null, Set.of(4), Filter.ANY_PRIORITY), Filter.read(sent));
    }

    @Test
    void aDumpThatWasLostIsAskedForAgain() {
        Lab.Outcome outcome = lab.run("show", "ifd", "--table", "9", "--json");
        assertTrue(outcome.out().startsWith("[{\"index\":2,\"name\":\"eth0\""), outcome.out());
        assertEquals(2, lab.count(Operation.DUMP));
    }

    @Test
    void aDumpThatIsLostAgainAndAgainIsTheAppliancesError() {
        Lab.Outcome outcome = lab.run("show", "ifd", "--table", "8");
        assertEquals("ESTALE: records were taken away\n", outcome.err());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.status());
        assertEquals(5, lab.count(Operation.DUMP));
    }

    @Test
    void metricsAndFlagsOfARoute() {
        String json = lab.run("show", "route", "--table", "11", "--json").out();
        assertTrue(
                json.contains("\"state\":\"stored\",\"metrics\":[{\"metric\":\"mtu\",\"value\":1400,\"locked\":true},"
                        + "{\"metric\":\"rtt\",\"value\":100,\"locked\":false}],\"flags\":[\"dynamic\",\"proto1\"]}"),
                json);
        List<String> lines = lab.run("show", "route", "--table", "11").lines();
        assertTrue(lines.getFirst().endsWith("STATE   METRICS                FLAGS"), lines.getFirst());
        assertTrue(lines.get(1).endsWith("stored  mtu lock 1400 rtt 100  dynamic proto1"), lines.get(1));
    }

    @Test
    void countersAreShownByTheirDescription() {
        List<String> lines = lab.run("show", "rtstats").lines();
        assertTrue(lines.getFirst().startsWith("TABLE  FAMILY  PROTOCOL  ROUTES  ADDS  CHANGES"), lines.getFirst());
        assertTrue(lines.get(1).startsWith("  254  inet    77             2     5        0"), lines.get(1));
        assertTrue(lines.get(2).startsWith("  254  inet    static         2     5        0"), lines.get(2));
    }

    @Test
    void typesTellTheirFields() {
        String json = lab.run("show", "types", "--json").out();
        assertTrue(
                json.endsWith("{\"number\":70,\"name\":\"LABEL\",\"word\":\"label\",\"rank\":65,\"fields\":["
                        + "{\"name\":\"label\",\"kind\":\"U32\",\"key\":true,\"optional\":false},"
                        + "{\"name\":\"action\",\"kind\":\"ENUM\",\"key\":false,\"optional\":false,\"words\":{\"1\":\"pop\"}},"
                        + "{\"name\":\"bound\",\"kind\":\"BOOL\",\"key\":false,\"optional\":false},"
                        + "{\"name\":\"note\",\"kind\":\"TEXT\",\"key\":false,\"optional\":true}]}]\n"),
                json);
        assertEquals("    70  LABEL    label      65  label action bound note", lab.run("show", "types").lines().getLast());
    }

    @Test
    void factsAreRows() {
        assertEquals("[{\"name\":\"stats.count\",\"value\":12}]\n", lab.run("show", "stats", "--json").out());
        assertEquals(List.of("NAME             VALUE", "listeners.count     12"), lab.run("show", "listeners").lines());
    }

    @Test
    void bundlesOfAFeatureAreCountedForPeopleAndNamedForPrograms() {
        assertEquals(List.of("NAME  BUNDLES", "core        2"), lab.run("show", "features").lines());
        assertEquals("[{\"name\":\"core\",\"bundles\":[\"one 1.0.0\",\"two 1.0.0\"]}]\n", lab.run("show", "features", "--json").out());
    }

    @Test
    void unknownWordNamesThoseThatThereAre() {
        Lab.Outcome outcome = lab.run("show", "mpls");
        assertEquals(
                "'mpls' is none of ifd, rttable, route, rtstats, label, types, listeners, features, stats\nTry 'rtsock show --help'.\n",
                outcome.err());
        assertEquals(2, outcome.status());
    }

    @Test
    void typeWhoseReporterIsStoppedIsTheAppliancesError() {
        Lab.Outcome outcome = lab.run("show", "ifa");
        assertEquals("ESRCH: type 'ifa' has no reporter in this appliance now\n", outcome.err());
        assertEquals(1, outcome.status());
    }
}
