// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.wire.RouteCodec;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RouteCommandTest {
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
    void writePrintsTheRouteAsStored() {
        Lab.Outcome outcome = lab.run("route", "add", "10.0.0.0/8", "via", "192.0.2.1", "dev", "eth0", "priority", "5");
        assertEquals("10.0.0.0/8 via 192.0.2.1 dev eth0 table 254 priority 5 protocol static stored\n", outcome.out());
        assertEquals(0, outcome.status());
        assertEquals(
                Lab.route("10.0.0.0/8", 5, new Nexthop(Lab.GATEWAY.gateway(), 0, "eth0", 1)),
                lab.sent(Operation.ADD, new RouteCodec()));
        assertEquals(0, lab.sent(Operation.ADD).fields().u8());
    }

    @Test
    void jsonTellsWhatWasDone() {
        assertEquals(
                "{\"type\":\"ROUTE\",\"op\":\"DELETE\",\"key\":\"7 inet 10.0.0.0/8 0\",\"version\":1,\"route\":{\"table\":7,"
                        + "\"family\":\"inet\",\"prefix\":\"10.0.0.0/8\",\"priority\":0,\"protocol\":\"static\",\"type\":\"unicast\","
                        + "\"nexthops\":[],\"state\":\"stored\"}}\n",
                lab.run("route", "delete", "10.0.0.0/8", "table", "7", "--json").out());
    }

    @Test
    void levelToWaitForGoesWithTheRequest() {
        Lab.Outcome changed = lab.run("route", "change", "--wait", "programmed", "10.0.0.0/8", "blackhole");
        assertEquals("blackhole 10.0.0.0/8 table 254 protocol static stored\n", changed.out());
        assertEquals(Lab.route("10.0.0.0/8", 0), lab.sent(Operation.CHANGE, new RouteCodec()));
        assertEquals(1, lab.sent(Operation.CHANGE).fields().u8());
        Lab.Outcome outcome = lab.run("route", "change", "--wait", "done", "10.0.0.0/8");
        assertEquals("--wait 'done' is neither stored nor programmed\nTry 'rtsock route change --help'.\n", outcome.err());
        assertEquals(2, outcome.status());
    }

    @Test
    void refusalIsNameAndTextOnStandardError() {
        Lab.Outcome outcome = lab.run("route", "lock", "10.0.0.0/8", "mtu");
        assertEquals("EOPNOTSUPP: LOCK is not supported\n", outcome.err());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.status());
    }

    @Test
    void lookupCarriesAddressAndTable() {
        Lab.Outcome outcome = lab.run("get", "192.0.2.99", "--table", "local");
        assertEquals("ESRCH: no route to 192.0.2.99 in table 255\n", outcome.err());
        assertEquals(1, outcome.status());
        assertEquals(255, lab.sent(Operation.GET, new RouteCodec()).key().table());
        assertEquals(0, lab.sent(Operation.GET).fields().u8());
        assertEquals("address '192.0.2.0/24' is not an address\nTry 'rtsock get --help'.\n", lab.run("get", "192.0.2.0/24").err());
    }

    @Test
    void aRouteCanBeFoundByItsPrefixOrItsKeyAndAMissBeReported() {
        lab.run("get", "10.0.0.0/8", "--exact");
        assertEquals(2, lab.sent(Operation.GET).fields().u8());
        assertEquals(Lab.NET, lab.sent(Operation.GET, new RouteCodec()).key().prefix());
        lab.run("get", "10.0.0.0/8", "--exact", "--priority", "7");
        assertEquals(1, lab.sent(Operation.GET).fields().u8());
        assertEquals(7, lab.sent(Operation.GET, new RouteCodec()).key().priority());
        lab.run("get", "10.0.0.1", "--report");
        assertEquals(3, lab.sent(Operation.GET).fields().u8());
        assertEquals(2, lab.run("get", "10.0.0.1", "--report", "--exact").status());
        assertEquals("--priority needs --exact\nTry 'rtsock get --help'.\n", lab.run("get", "10.0.0.1", "--priority", "7").err());
    }

    @Test
    void metricsAndFlagsAreSentAndPrinted() {
        Lab.Outcome outcome =
                lab.run("route", "add", "10.0.0.0/8", "blackhole", "mtu", "lock", "1400", "hopcount", "9", "proto2", "xresolve");
        assertEquals(
                "blackhole 10.0.0.0/8 table 254 protocol static stored mtu lock 1400 hopcount 9 xresolve proto2\n", outcome.out());
        Route sent = lab.sent(Operation.ADD, new RouteCodec());
        assertEquals(
                RouteMetrics.of(
                        new RouteMetrics.Entry(RouteMetric.MTU, 1400, true), new RouteMetrics.Entry(RouteMetric.HOPCOUNT, 9, false)),
                sent.metrics());
        assertEquals(Set.of(RouteFlag.PROTO2, RouteFlag.XRESOLVE), sent.flags());
    }

    @Test
    void whoeverSuspectsARouteSaysSo() {
        assertEquals(
                "10.0.0.1/32 table 7 protocol static stored\n", lab.run("route", "losing", "10.0.0.1", "table", "7").out());
        assertEquals(Prefix.parse("10.0.0.1"), lab.sent(Operation.LOSING, new RouteCodec()).key().prefix());
    }

    @Test
    void hostBitsAreRefusedAsByTheKernel() {
        Lab.Outcome outcome = lab.run("route", "add", "10.0.0.1/8", "blackhole");
        assertEquals("EINVAL: prefix 10.0.0.1/8 has host bits set beyond its length\n", outcome.err());
        assertEquals(1, outcome.status());
    }

    @Test
    void textThatIsNoPrefixIsWrongUse() {
        Lab.Outcome outcome = lab.run("route", "add", "ten", "blackhole");
        assertEquals("prefix 'ten' is not an address\nTry 'rtsock route add --help'.\n", outcome.err());
        assertEquals(2, outcome.status());
    }
}
