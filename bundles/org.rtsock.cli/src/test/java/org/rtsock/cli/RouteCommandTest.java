// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
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
        FieldReader sent = lab.sent(Operation.ADD).fields();
        assertEquals(
                Lab.route("10.0.0.0/8", 5, new Nexthop(Lab.GATEWAY.gateway(), 0, "eth0", 1)), new RouteCodec().decode(sent));
        assertEquals(0, sent.u8());
    }

    @Test
    void jsonTellsWhatWasDone() {
        assertEquals(
                "{\"type\":\"ROUTE\",\"op\":\"DELETE\",\"key\":\"7 inet 10.0.0.0/8 0\",\"version\":31,\"route\":{\"table\":7,"
                        + "\"family\":\"inet\",\"prefix\":\"10.0.0.0/8\",\"priority\":0,\"protocol\":\"static\",\"type\":\"unicast\","
                        + "\"nexthops\":[],\"state\":\"stored\"}}\n",
                lab.run("route", "delete", "10.0.0.0/8", "table", "7", "--json").out());
    }

    @Test
    void levelToWaitForGoesWithTheRequest() {
        Lab.Outcome changed = lab.run("route", "change", "--wait", "programmed", "10.0.0.0/8", "blackhole");
        assertEquals("blackhole 10.0.0.0/8 table 254 protocol static stored\n", changed.out());
        FieldReader sent = lab.sent(Operation.CHANGE).fields();
        assertEquals(Lab.route("10.0.0.0/8", 0), new RouteCodec().decode(sent));
        assertEquals(1, sent.u8());
        Lab.Outcome outcome = lab.run("route", "change", "--wait", "done", "10.0.0.0/8");
        assertEquals("--wait 'done' is neither stored nor programmed\nTry 'rtsock route change --help'.\n", outcome.err());
        assertEquals(2, outcome.status());
    }

    @Test
    void refusalIsNameAndTextOnStandardError() {
        Lab.Outcome outcome = lab.run("route", "lock", "10.0.0.0/8");
        assertEquals("EOPNOTSUPP: LOCK is not supported\n", outcome.err());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.status());
    }

    @Test
    void lookupCarriesAddressAndTable() {
        Lab.Outcome outcome = lab.run("get", "192.0.2.99", "--table", "local");
        assertEquals("ESRCH: no route to 192.0.2.99 in table 255\n", outcome.err());
        assertEquals(1, outcome.status());
        assertEquals(255, lab.sent(Operation.GET).fields().u32());
        assertEquals("address '192.0.2.0/24' is not an address\nTry 'rtsock get --help'.\n", lab.run("get", "192.0.2.0/24").err());
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
