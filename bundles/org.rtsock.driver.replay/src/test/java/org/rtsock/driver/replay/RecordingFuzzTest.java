// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;

/// Whatever the lines are, they are taken or refused; nothing else is thrown, and nothing of a refused commit is applied.
/// `-Drtsock.seed=S -Drtsock.lines=N` to run it again, or longer.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RecordingFuzzTest {
    private static final List<String> LINES = Stream.of(
            "{'time':0.000001,'type':'IFDEV','op':'ADD','key':'2','epoch':17,'version':3,'cause':{'origin':'netlink'},"
                    + "'ifd':{'index':2,'name':'eth0','mac':'02:00:00:00:00:02','mtu':1500,'up':true,'running':false,'kind':'veth'}}",
            "{'type':'IFLOGICAL','op':'ADD','ifl':{'index':2,'name':'eth0.0','ifd':2,'unit':0,'up':true}}",
            "{'type':'IFFAMILY','op':'ADD','iff':{'ifl':2,'family':'inet','mtu':1500}}",
            "{'type':'IFADDR','op':'ADD','ifa':{'ifl':2,'family':'inet','local':'192.0.2.2','prefix':'192.0.2.0/24',"
                    + "'broadcast':'192.0.2.255'}}",
            "{'type':'RTTABLE','op':'ADD','rttable':{'id':254,'name':'main','family':'inet'}}",
            "{'type':'ROUTE','op':'ADD','route':{'table':254,'family':'inet','prefix':'10.0.0.0/8','priority':20,"
                    + "'protocol':'static','type':'unicast','nexthops':[{'gateway':'192.0.2.1','ifl':2,'ifname':'eth0',"
                    + "'weight':1}],'state':'stored','metrics':[{'metric':'mtu','value':1400,'locked':true}],'flags':['dynamic']}}",
            "{'type':'LABEL','op':'ADD','label':{'label':16,'ifl':2,'action':'pop'}}",
            "{'type':'ROUTE','op':'DELETE','route':{'table':254,'prefix':'10.0.0.0/8','priority':20}}",
            "{'type':'IFDEV','op':'RESET','epoch':17,'version':6}",
            "{'type':'ROUTE','op':'MISS','table':7,'destination':'10.1.2.3/32'}",
            "{'type':'NOP','op':'MARK','epoch':17,'version':6,'snapshot':true}",
            "# a comment",
            "")
            .map(Script::json)
            .toList();
    private static final List<String> PIECES = List.of(
            "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e400", "4294967296", "99999999999999999999", "\\u0000",
            "\"\"", "0.5",
            "\"ADD\"", "\"DELETE\"", "\"type\"", "\"ROUTE\"", "\"RTSTATS\"", "\"inet6\"", "\"::/0\"", "\"ifd\"", "\uD83D\uDE00");

    private final long seed = Long.getLong("rtsock.seed", System.nanoTime());
    private final int count = Integer.getInteger("rtsock.lines", 20_000);
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    @Test
    void linesAreTakenOrRefused() throws StoppedException {
        System.out.println("seed " + seed);
        ReportedTypes types = new ReportedTypes();
        CodecReporter.builtIn().forEach(types::add);
        types.add(new CodecReporter(new Label.Codec(1)));
        EventReader reader = new EventReader(types, 0);
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] line = random.nextInt(8) == 0 ? noise() : mutated(LINES.get(random.nextInt(LINES.size())));
            try {
                if (reader.read(line, line.length) instanceof Event.Change change) {
                    // What was taken is an object: the codec makes the same of it again.
                    ByteBuffer bytes = ByteBuffer.allocate(change.payload().length()).order(Frame.ORDER);
                    change.payload().copyTo(bytes, 0);
                    change.form().decode(new FieldReader().reset(bytes, 0, bytes.capacity()));
                }
                taken++;
            } catch (RoutingException e) {
                refused++;
            }
        }
        System.out.println(taken + " lines taken, " + refused + " refused");
        assertTrue(taken > 0 && refused > 0);
    }

    @Test
    void refusedCommitsLeaveTheStateAsItWas() {
        System.out.println("seed " + seed);
        int stopped = 0;
        for (int i = 0; i < count / 100; i++) {
            Script script = new Script(folder);
            script.state.add(new CodecReporter(new Label.Codec(1)));
            script.play(1, String.join("\n", LINES.subList(0, 7)) + "\n" + Script.MARK + "\n");
            Map<RoutingKey, RoutingObject> before = script.kernel.state();
            StringBuilder commit = new StringBuilder();
            for (int line = random.nextInt(1, 8); line > 0; line--) {
                String original = LINES.get(random.nextInt(LINES.size() - 3));
                commit.append(random.nextInt(3) == 0 ? new String(mutated(original), StandardCharsets.UTF_8) : original).append('\n');
            }
            script.play(1, commit + Script.MARK + "\n");
            long failed = script.counters.failed.get();
            stopped += (int) failed;
            if (failed == 1 && script.counters.commits.get() == 1) {
                assertTrue(before.equals(script.kernel.state()), commit.toString());
            }
            assertTrue(failed + script.counters.done.get() >= 1, commit.toString());
            assertTrue(script.kernel.takeLog().stream().noneMatch(line -> line.startsWith("WRONG")), commit.toString());
        }
        System.out.println(stopped + " of " + count / 100 + " were refused");
        assertTrue(stopped > 0);
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(String line) {
        StringBuilder text = new StringBuilder(line);
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.setLength(at);
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.insert(at, text.substring(at, end));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
