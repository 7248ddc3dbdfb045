// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
class MonitorCommandTest {
    private static final String E = "\"epoch\":" + Lab.EPOCH;
    private static final String ETH0 = "\"ifd\":{\"index\":2,\"name\":\"%s\",\"mac\":\"02:00:00:00:00:02\",\"mtu\":1500,"
            + "\"up\":true,\"running\":false,\"kind\":\"veth\"}}";

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
    void jsonIsAnObjectALineWithTheNamesOfTheDesign() {
        Lab.Outcome outcome = lab.run("monitor", "--types", "ifd,route", "--until-mark", "--json");
        assertEquals(
                List.of(
                        "{\"type\":\"IFDEV\",\"op\":\"ADD\",\"key\":\"10\"," + E + ",\"version\":3,\"cause\":{\"origin\":\"netlink\"},"
                                + "\"ifd\":{\"index\":10,\"name\":\"wlan0\",\"mac\":\"02:00:00:00:00:0a\",\"mtu\":1500,"
                                + "\"up\":true,\"running\":false,\"kind\":\"veth\"}}",
                        "{\"type\":\"IFDEV\",\"op\":\"ADD\",\"key\":\"2\"," + E + ",\"version\":2,\"cause\":{\"origin\":\"netlink\"},"
                                + ETH0.formatted("eth0"),
                        "{\"type\":\"ROUTE\",\"op\":\"ADD\",\"key\":\"254 inet 10.0.0.0/8 20\"," + E
                                + ",\"version\":4,\"cause\":{\"origin\":\"unix\",\"pid\":42,\"seq\":7},"
                                + "\"route\":{\"table\":254,\"family\":\"inet\",\"prefix\":\"10.0.0.0/8\",\"priority\":20,"
                                + "\"protocol\":\"static\",\"type\":\"blackhole\",\"nexthops\":[],\"state\":\"stored\"}}",
                        "{\"type\":\"ROUTE\",\"op\":\"ADD\",\"key\":\"254 inet 10.0.0.0/8 3\"," + E
                                + ",\"version\":5,\"cause\":{\"origin\":\"netlink\"},"
                                + "\"route\":{\"table\":254,\"family\":\"inet\",\"prefix\":\"10.0.0.0/8\",\"priority\":3,"
                                + "\"protocol\":\"static\",\"type\":\"unicast\",\"nexthops\":["
                                + "{\"gateway\":\"192.0.2.1\",\"ifl\":2,\"ifname\":\"eth0\",\"weight\":1},"
                                + "{\"ifl\":10,\"ifname\":\"wlan0\",\"weight\":9}],\"state\":\"stored\"}}",
                        "{\"type\":\"ROUTE\",\"op\":\"ADD\",\"key\":\"254 inet 9.0.0.0/8 3\"," + E
                                + ",\"version\":5,\"cause\":{\"origin\":\"netlink\"},"
                                + "\"route\":{\"table\":254,\"family\":\"inet\",\"prefix\":\"9.0.0.0/8\",\"priority\":3,"
                                + "\"protocol\":\"static\",\"type\":\"unicast\",\"nexthops\":["
                                + "{\"gateway\":\"192.0.2.1\",\"ifl\":2,\"ifname\":\"eth0\",\"weight\":1}],\"state\":\"stored\"}}",
                        "{\"type\":\"NOP\",\"op\":\"MARK\"," + E + ",\"version\":6,\"snapshot\":true}"),
                outcome.lines());
        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
    }

    @Test
    void resumingGivesResetsAndTheDifference() {
        Lab.Outcome outcome = lab.run("monitor", "--from", Lab.EPOCH + ":2", "--until-mark", "--json");
        assertEquals(
                List.of(
                        "{\"type\":\"LABEL\",\"op\":\"RESET\"," + E + ",\"version\":6}",
                        "{\"type\":\"IFDEV\",\"op\":\"CHANGE\",\"key\":\"2\"," + E
                                + ",\"version\":5,\"cause\":{\"origin\":\"netlink\"}," + ETH0.formatted("lan0")),
                outcome.lines().subList(0, 2));
        assertTrue(outcome.lines().get(2).startsWith("{\"type\":\"IFDEV\",\"op\":\"ADD\",\"key\":\"10\""));
        assertEquals(4, outcome.lines().size());
        FieldReader sent = lab.sent(Operation.LISTEN).fields();
        while (sent.remaining() > 16) {
            sent.u8();
        }
        assertEquals(Lab.EPOCH, sent.u64());
        assertEquals(2, sent.u64());
    }

    @Test
    void allTypesButTheCountersAreAskedForWhenNoneIsNamed() {
        Lab.Outcome outcome = lab.run("monitor", "--until-mark");
        FieldReader sent = lab.sent(Operation.LISTEN).fields();
        assertEquals(0x7f, sent.u32());
        assertEquals(4, sent.u16());
        assertTrue(outcome.out().contains("label   16"), outcome.out());
    }

    @Test
    void filterGoesToTheAppliance() {
        lab.run("monitor", "--types", "route", "--table", "local", "--family", "inet6", "--prefix", "2001:db8::/32", "--count", "1");
        FieldReader sent = lab.sent(Operation.LISTEN).fields();
        assertEquals(0, sent.u32());
        assertEquals(1, sent.u16());
        assertEquals("route", sent.text());
        assertEquals(Filter.of(255, Family.INET6, Prefix.parse("2001:db8::/32")), Filter.read(sent));
    }

    @Test
    void protocolsHaveNamesAndNumbers() {
        lab.run("monitor", "--types", "route", "--protocol", "bgp", "--protocol", "4", "--priority", "20", "--count", "1");
        FieldReader sent = lab.sent(Operation.LISTEN).fields();
        sent.u32();
        sent.u16();
        sent.text();
        assertEquals(new Filter(0, null, null, Set.of(186, 4), 20), Filter.read(sent));
    }

    @Test
    void resetTakesBackWhatWasCounted() {
        Lab.Outcome outcome = lab.run("monitor", "--types", "ifd", "--table", "9", "--until-mark");
        assertEquals(
                List.of("ADD    ifd     2 name eth0 mac 02:00:00:00:00:02 mtu 1500 up !running kind veth",
                        "RESET  ifd     forget all, what follows is all there is",
                        "ADD    ifd     2 name lan0 mac 02:00:00:00:00:02 mtu 1500 up !running kind veth",
                        "-- complete, 1 objects, at " + Lab.EPOCH + ":6 --"),
                outcome.lines().stream().map(line -> line.substring(13)).toList());
    }

    @Test
    void countLeavesMarksOut() {
        Lab.Outcome outcome = lab.run("monitor", "--types", "ifd", "--count", "3", "--json");
        assertEquals(4, outcome.lines().size());
        assertTrue(outcome.lines().get(3).contains("\"op\":\"DELETE\""));
        assertEquals(0, outcome.status());
    }

    @Test
    void textIsALineAnEventWithTheTime() {
        Lab.Outcome outcome = lab.run("monitor", "--types", "ifd,rttable,route,rtstats,label", "--count", "10");
        List<String> lines = outcome.lines().stream()
                .peek(line -> assertTrue(line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d .*"), line))
                .map(line -> line.substring(13))
                .toList();
        assertEquals(
                List.of(
                        "ADD    ifd     10 name wlan0 mac 02:00:00:00:00:0a mtu 1500 up !running kind veth",
                        "ADD    ifd     2 name eth0 mac 02:00:00:00:00:02 mtu 1500 up !running kind veth",
                        "ADD    rttable 254 inet name main",
                        "ADD    route   blackhole 10.0.0.0/8 table 254 priority 20 protocol static stored",
                        "ADD    route   10.0.0.0/8 nexthop via 192.0.2.1 dev eth0 weight 1 nexthop dev wlan0 weight 9"
                                + " table 254 priority 3 protocol static stored",
                        "ADD    route   9.0.0.0/8 via 192.0.2.1 dev eth0 table 254 priority 3 protocol static stored",
                        "ADD    rtstats 254 inet static routes 2 adds 5",
                        "ADD    rtstats 254 inet 77 routes 2 adds 5",
                        "ADD    label   17 action 9 !bound",
                        "ADD    label   16 action pop bound note hi"),
                lines);
    }

    @Test
    void markTellsWhereToResume() {
        Lab.Outcome outcome = lab.run("monitor", "--types", "ifd", "--until-mark");
        assertEquals("-- complete, 2 objects, at " + Lab.EPOCH + ":6 --", outcome.lines().getLast().substring(13));
    }

    @Test
    void noticesAreLinesOfTheirOwn() {
        String cause = "\"cause\":{\"origin\":\"unix\",\"pid\":42,\"seq\":7}";
        String netlink = "\"cause\":{\"origin\":\"netlink\"}";
        String at = "\"table\":7,\"destination\":\"10.1.2.3/32\",";
        String route = ",\"route\":{\"table\":254,\"family\":\"inet\",\"prefix\":\"10.0.0.0/8\",\"priority\":20,"
                + "\"protocol\":\"static\",\"type\":\"blackhole\",\"nexthops\":[],\"state\":\"stored\"}}";
        assertEquals(
                List.of(
                        "{\"type\":\"ROUTE\",\"op\":\"MISS\"," + at + cause + "}",
                        "{\"type\":\"ROUTE\",\"op\":\"RESOLVE\"," + at + cause + route,
                        "{\"type\":\"ROUTE\",\"op\":\"LOSING\"," + at + netlink + route,
                        "{\"type\":\"REDIRECT\",\"op\":\"REFUSED\",\"errno\":\"ENETUNREACH\"," + at + netlink
                                + ",\"redirect\":{\"table\":7,\"family\":\"inet\",\"destination\":\"10.1.2.3/32\","
                                + "\"gateway\":\"192.0.2.2\",\"author\":\"192.0.2.1\",\"modified\":false}}",
                        "{\"type\":\"NOP\",\"op\":\"DESYNC\",\"lost\":3}"),
                lab.run("monitor", "--table", "7", "--until-mark", "--json").lines().subList(0, 5));
        assertEquals(
                List.of(
                        "MISS   route   10.1.2.3/32 table 7",
                        "RESOLVE route   10.1.2.3/32 by blackhole 10.0.0.0/8 table 254 priority 20 protocol static stored",
                        "LOSING route   10.1.2.3/32 by blackhole 10.0.0.0/8 table 254 priority 20 protocol static stored",
                        "REFUSED redirect ENETUNREACH: 7 inet 10.1.2.3/32 gateway 192.0.2.2 author 192.0.2.1 !modified",
                        "DESYNC         3 messages were lost",
                        "-- complete, 0 objects, at " + Lab.EPOCH + ":6 --"),
                lab.run("monitor", "--table", "7", "--until-mark").lines().stream().map(line -> line.substring(13)).toList());
    }

    @Test
    void noticesCountAsEvents() {
        assertEquals(2, lab.run("monitor", "--table", "7", "--count", "2").lines().size());
    }

    @Test
    void lostConnectionPrintsWhatCameAndIsUnreachable() {
        Lab.Outcome outcome = lab.run("monitor", "--types", "ifd", "--json");
        assertEquals(5, outcome.lines().size());
        assertEquals("no appliance at " + lab.socket() + " any more (the appliance closed the connection)\n", outcome.err());
        assertEquals(3, outcome.status());
    }

    @Test
    void typeThatIsNotThereYetIsWaitedForAndSaidSo() {
        Lab.Outcome outcome = lab.run("monitor", "--types", "ifd,mpls", "--until-mark");
        assertEquals("no type 'mpls' in this appliance now; it is shown when it comes\n", outcome.err());
        assertEquals(0, outcome.status());
    }

    @Test
    void coloursNeedATerminalAndNobodyAgainstThem() {
        Map<String, String> plain = Map.of("RTSOCK_SOCKET", lab.socket().toString());
        Map<String, String> refused = Map.of("RTSOCK_SOCKET", lab.socket().toString(), "NO_COLOR", "1");
        String[] words = {"monitor", "--types", "ifd", "--until-mark"};
        assertTrue(Lab.run(plain, true, words).out().contains("\033[32mADD   \033[0m"));
        assertTrue(!Lab.run(plain, false, words).out().contains("\033"));
        assertTrue(!Lab.run(refused, true, words).out().contains("\033"));
    }

    @Test
    void closedPipeEndsQuietly() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        var err = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of("RTSOCK_SOCKET", lab.socket().toString());
        for (String[] words : new String[][] {{"monitor"}, {"monitor", "--json"}, {"show", "ifd"}, {"--help"}}) {
            assertEquals(0, Rtsock.run(words, environment, false, false, closed, err));
        }
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void outputThatCannotBeWrittenIsSaidOnce() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Map<String, String> environment = Map.of("RTSOCK_SOCKET", lab.socket().toString());
        for (String[] words : new String[][] {{"monitor"}, {"record", "-"}, {"show", "ifd"}, {"--help"}}) {
            var err = new ByteArrayOutputStream();
            assertEquals(1, Rtsock.run(words, environment, false, false, full, err));
            assertEquals("standard output cannot be written: No space left on device\n", err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void wrongWordsAreNamed() {
        wrong("--from 'yesterday' is not EPOCH:VERSION", "--from", "yesterday");
        wrong("epoch of --from '' is not 1 to 9223372036854775807", "--from", ":3");
        wrong("version of --from '-3' is not 0 to 9223372036854775807", "--from", "3:-3");
        wrong("--count '0' is not 1 to 9223372036854775807", "--count", "0");
        wrong("--count '99999999999999999999' is not 1 to 9223372036854775807", "--count", "99999999999999999999");
        wrong("--count '9999999999999999999' is not 1 to 9223372036854775807", "--count", "9999999999999999999");
        wrong("family 'ipx' is neither inet nor inet6", "--family", "ipx");
        wrong("table '0' is not 1 to 4294967295", "--table", "0");
        wrong("protocol '256' is not 0 to 255", "--protocol", "256");
        wrong("protocol '1st' is not 0 to 255", "--protocol", "1st");
        wrong(
                "protocol 'egp' is neither a number nor one of unspec, redirect, kernel, boot, static, gated, ra, mrt, zebra, bird, "
                        + "dnrouted, xorp, ntk, dhcp, mrouted, keepalived, babel, openr, bgp, isis, ospf, rip, eigrp",
                "--protocol", "egp");
        wrong("--priority '-1' is not 0 to 4294967295", "--priority", "-1");
        wrong("--priority 'high' is not 0 to 4294967295", "--priority", "high");
        wrong("prefix 'ten' is not an address", "--prefix", "ten/8");
        wrong("prefix length '' is not 0 to 2147483647", "--prefix", "10.0.0.0/");
        wrong("type 'IFD' is not a word of lower-case letters and digits", "--types", "IFD");
        wrong("type '' is not a word of lower-case letters and digits", "--types", "ifd,,ifl");
    }

    private void wrong(String message, String... options) {
        String[] words = {"monitor", options[0], options[1]};
        Lab.Outcome outcome = lab.run(words);
        assertEquals(message + "\nTry 'rtsock monitor --help'.\n", outcome.err());
        assertEquals(2, outcome.status());
        assertEquals("", outcome.out());
    }

    @Test
    void hostBitsAreRefusedAsByTheKernel() {
        Lab.Outcome outcome = lab.run("monitor", "--prefix", "10.0.0.1/8");
        assertEquals("EINVAL: prefix 10.0.0.1/8 has host bits set beyond its length\n", outcome.err());
        assertEquals(1, outcome.status());
    }
}
