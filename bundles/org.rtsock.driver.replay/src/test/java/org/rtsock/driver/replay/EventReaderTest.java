// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;

class EventReaderTest {
    private final EventReader reader;

    EventReaderTest() {
        ReportedTypes types = new ReportedTypes();
        CodecReporter.builtIn().forEach(types::add);
        reader = new EventReader(types, 0);
    }

    /// @param line with ' for "
    private Event read(String line) {
        byte[] bytes = Script.json(line).getBytes(StandardCharsets.UTF_8);
        try {
            return reader.read(bytes, bytes.length);
        } catch (StoppedException e) {
            throw new AssertionError(e);
        }
    }

    private RoutingObject object(String line) {
        Event.Change change = assertInstanceOf(Event.Change.class, read(line));
        ByteBuffer bytes = ByteBuffer.allocate(change.payload().length()).order(Frame.ORDER);
        change.payload().copyTo(bytes, 0);
        return change.form().decode(new FieldReader().reset(bytes, 0, bytes.capacity()));
    }

    private void refused(String message, String line) {
        RoutingException e = assertThrows(RoutingException.class, () -> read(line));
        assertEquals(message, e.getMessage());
    }

    @Test
    void lineOfTheMonitorIsRead() {
        Route route = (Route) object("{'time':12.000345,'type':'ROUTE','op':'CHANGE','key':'254 inet 10.0.0.0/8 20',"
                + "'epoch':4000000000001,'version':77,'cause':{'origin':'unix','pid':42,'seq':7},'route':{'table':254,'family':'inet',"
                + "'prefix':'10.0.0.0/8','priority':4294967295,'tos':16,'instance':3,'protocol':'77','type':'unicast',"
                + "'nexthops':[{'gateway':'192.0.2.1','ifl':2,'ifname':'eth0','weight':256},{'ifl':3,'ifname':'','weight':1}],"
                + "'state':'failed','errno':'ENETUNREACH','metrics':[{'metric':'mtu','value':9223372036854775807,'locked':true}],"
                + "'flags':['dynamic']}}");
        assertEquals(
                new Route(
                        new Route.Key(254, Prefix.parse("10.0.0.0/8"), -1, 16, null, 3),
                        new RouteAttributes(
                                77,
                                RouteType.UNICAST,
                                List.of(new Nexthop(IpAddress.parse("192.0.2.1"), 2, "eth0", 256), new Nexthop(null, 3, "", 1)),
                                RouteState.FAILED,
                                Errno.ENETUNREACH,
                                RouteMetrics.of(new RouteMetrics.Entry(RouteMetric.MTU, Long.MAX_VALUE, true)),
                                Set.of(RouteFlag.DYNAMIC))),
                route);
    }

    @Test
    void timeIsInMicroseconds() {
        assertEquals(12_000_345, read("{'time':12.000345,'type':'NOP','op':'MARK'}").time());
        assertEquals(1_000_000, read("{'time':1,'type':'NOP','op':'MARK'}").time());
        assertEquals(Event.UNTIMED, read("{'type':'NOP','op':'MARK'}").time());
    }

    @Test
    void personMayLeaveOutWhatIsNearlyAlwaysTheSame() {
        assertEquals(
                new Route(
                        Route.Key.of(254, Prefix.parse("2001:db8::/32"), 0),
                        4, RouteType.UNICAST, List.of(Nexthop.via(IpAddress.parse("fe80::1"), 2)), RouteState.PROGRAMMED, null),
                object("{'type':'ROUTE','op':'ADD','route':{'table':254,'prefix':'2001:db8::/32',"
                        + "'nexthops':[{'gateway':'fe80::1','ifl':2}]}}"));
        assertEquals(
                new Ifd(1, "lo", MacAddress.NONE, 65536, true, true, "ether"),
                object("{'type':'IFDEV','op':'ADD','ifd':{'index':1,'name':'lo','mtu':65536,'up':true,'running':true}}"));
        assertEquals(
                new Ifa(1, IpAddress.parse("192.0.2.1"), Prefix.parse("192.0.2.0/24"), null, null),
                object("{'type':'IFADDR','op':'ADD','ifa':{'ifl':1,'local':'192.0.2.1','prefix':'192.0.2.0/24'}}"));
    }

    @Test
    void keyIsEnoughForDelete() {
        assertEquals(
                new Ifd.Key(7), object("{'type':'IFDEV','op':'DELETE','ifd':{'index':7}}").key());
        assertEquals(
                Route.Key.of(1, Prefix.parse("::/0"), 9),
                object("{'type':'ROUTE','op':'DELETE','route':{'table':1,'prefix':'::/0','priority':9}}").key());
        refused("'index' of ifd is missing", "{'type':'IFDEV','op':'DELETE','ifd':{}}");
    }

    @Test
    void membersMayStandInAnyOrder() {
        assertEquals(
                new Ifd(1, "lo", new MacAddress(0x0200_0000_0001L, 6), 1, true, false, "x"),
                object("{'ifd':{'kind':'x','running':false,'up':true,'mtu':1,'mac':'02:00:00:00:00:01','name':'lo','index':1},"
                        + "'op':'ADD','cause':{'origin':'a'},'type':'IFDEV'}"));
    }

    @Test
    void whatLeavesNoStateOrFollowsByItselfIsPassedOver() {
        for (String line : List.of(
                "{'type':'ROUTE','op':'MISS','table':7,'destination':'10.1.2.3/32'}",
                "{'type':'REDIRECT','op':'REFUSED','errno':'ENETUNREACH','table':7,'destination':'::1/128','redirect':{'table':7}}",
                "{'type':'REDIRECT','op':'ADD','redirect':{'table':7}}",
                "{'type':'RTSTATS','op':'DELETE','rtstats':{'table':7}}",
                "{'type':'RTSTATS','op':'RESET'}",
                "{'type':'NOP','op':'DESYNC','lost':3}")) {
            assertInstanceOf(Event.Passed.class, read(line), line);
        }
    }

    @Test
    void wrongLinesAreRefusedNamingFieldAndValue() {
        refused("the line is not a JSON object", "[]");
        refused("the line is not a JSON object", "'MARK'");
        refused("'type' is missing", "{}");
        refused("'op' is missing", "{'type':'NOP'}");
        refused("'type' is missing", "{'op':'ADD','ifd':{}}");
        refused("'op' stands twice", "{'type':'NOP','op':'MARK','op':'MARK'}");
        refused("'type' is 7, not a text", "{'type':7}");
        refused("'time' is -1, not 0 to 1000000000 seconds", "{'time':-1}");
        refused("'time' is now, not 0 to 1000000000 seconds", "{'time':'now'}");
        refused("'snapshot' is 1, not true or false", "{'snapshot':1}");
        refused("more than one JSON object on the line", "{'type':'NOP','op':'MARK'}{}");
        refused("'MARK' is not an operation on 'IFDEV' of this form", "{'type':'IFDEV','op':'MARK'}");
        refused("'ADD' is not an operation on 'NOP' of this form", "{'type':'NOP','op':'ADD'}");
        refused("'PUT' is not an operation on 'IFDEV' of this form", "{'type':'IFDEV','op':'PUT'}");
        refused("the object is missing", "{'type':'IFDEV','op':'ADD'}");
        refused("'ifl' is not a member of an event of type 'IFDEV'", "{'type':'IFDEV','op':'ADD','ifl':{}}");
        refused("'ifd' is not a member of an event of type 'IFDEV'", "{'type':'IFDEV','op':'ADD','ifd':7}");
        refused("'stats' is not a member of an event of type 'RTSTATS'", "{'type':'RTSTATS','op':'ADD','stats':{}}");
        refused("'nop' is not a member of an event of type 'NOP'", "{'type':'NOP','op':'MARK','nop':{}}");
        refused("'ifd' stands twice", "{'type':'IFDEV','op':'ADD','ifd':{},'ifd':{}}");
        refused("'size' is not a field of ifd", "{'type':'IFDEV','op':'ADD','ifd':{'size':7}}");
        refused("'index' of ifd stands twice", "{'type':'IFDEV','op':'ADD','ifd':{'index':7,'index':7}}");
        refused("'name' of ifd is missing", "{'type':'IFDEV','op':'ADD','ifd':{'index':7}}");
        refused("type 'IFDEVICE' has no reporter, and none came within 0 ms", "{'type':'IFDEVICE','op':'ADD','ifd':{}}");
    }

    @Test
    void wrongValuesAreRefusedNamingThem() {
        wrongIfd("'index' is 4294967296, not 0 to 4294967295", "index", "4294967296");
        wrongIfd("'index' is -1, not 0 to 4294967295", "index", "-1");
        wrongIfd("'index' is 1.5, not 0 to 4294967295", "index", "1.5");
        wrongIfd("'index' is null, not 0 to 4294967295", "index", "null");
        wrongIfd("'index' is [, not 0 to 4294967295", "index", "[1]");
        wrongIfd("'name' is 7, not a text", "name", "7");
        wrongIfd("'up' is 1, not true or false", "up", "1");
        wrongIfd("'mac' is not a link-layer address: '2:0' is not one to eight bytes in hexadecimal, joined by colons", "mac", "'2:0'");
        String route = "{'type':'ROUTE','op':'ADD','route':{'table':254,";
        refused("'prefix' is not a prefix: prefix 10.0.0.1/8 has host bits set beyond its length", route + "'prefix':'10.0.0.1/8'}}");
        refused("'prefix' is not a prefix: prefix length 33 is not 0 to 32", route + "'prefix':'10.0.0.0/33'}}");
        refused("'type' is transit, not a word of it or a number up to 255", route + "'type':'transit'}}");
        refused("'protocol' is 256, not a word of it or a number up to 255", route + "'protocol':'256'}}");
        refused("'nexthops' is 7, not an array", route + "'nexthops':7}}");
        refused("'route.nexthops' is not an object", route + "'nexthops':[7]}}");
        refused("'ifl' of route.nexthops is missing", route + "'prefix':'::/0','nexthops':[{}]}}");
        refused("'via' is not a field of route.nexthops", route + "'nexthops':[{'via':'::1'}]}}");
        refused("weight 257 is not 1 to 256", route + "'prefix':'::/0','nexthops':[{'ifl':1,'weight':257}]}}");
    }

    private void wrongIfd(String message, String field, String value) {
        refused(message, "{'type':'IFDEV','op':'ADD','ifd':{'" + field + "':" + value + "}}");
    }
}
