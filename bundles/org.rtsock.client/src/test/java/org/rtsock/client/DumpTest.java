// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.RouteCodec;

/// Dumps and options of a connection.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class DumpTest {
    private static final Route ROUTE = new Route(
            Route.Key.of(254, Prefix.parse("10.0.0.0/8"), 5), 4, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);

    @TempDir
    Path folder;

    private Path socket() {
        return folder.resolve("s");
    }

    @Test
    void optionsGoAsNameAndValue() throws IOException {
        try (var appliance = ScriptedAppliance.start(socket(), (request, peer) -> {
                    if (request.fields().text().equals("SO_RCVBUF")) {
                        peer.done(request);
                    } else {
                        peer.refuse(request, Errno.ENOPROTOOPT, "no such option");
                    }
                });
                var connection = RtsockConnection.connect(socket())) {
            connection.option("SO_RCVBUF", 70_000);
            FieldReader sent = appliance.requests().getFirst().fields();
            assertEquals("SO_RCVBUF", sent.text());
            assertEquals(70_000, sent.u64());
            RoutingException e = assertThrows(RoutingException.class, () -> connection.option("SO_DEBUG", 1));
            assertEquals(Errno.ENOPROTOOPT, e.errno());
        }
    }

    @Test
    void withoutLoopbackNoReplyIsWaitedForUntilItIsBack() throws IOException {
        try (var appliance = ScriptedAppliance.start(socket(), (request, peer) -> {
                    FieldReader option = request.fields();
                    option.skipText();
                    if (option.u64() == 1) {
                        peer.done(request);
                    }
                });
                var connection = RtsockConnection.connect(socket())) {
            connection.option("SO_USELOOPBACK", 0);
            assertThrows(IllegalStateException.class, connection::describe);
            connection.option("SO_RCVBUF", 70_000);
            connection.option("SO_USELOOPBACK", 1);
            assertEquals(3, appliance.requests().size());
        }
    }

    @Test
    void dumpIsAStateAndItsMark() throws IOException {
        try (var appliance = ScriptedAppliance.start(socket(), DumpTest::dump);
                var connection = RtsockConnection.connect(socket())) {
            Filter filter = Filter.of(254, Family.INET, null);
            List<StreamMessage> messages = new ArrayList<>();
            StreamMessage.Mark mark = connection.dump(new AsyncMode(1, Set.of("route"), filter, null), messages::add);
            assertEquals(new StreamMessage.Mark(5, 9, true), mark);
            assertEquals(List.of(StreamMessage.Event.class, StreamMessage.Desync.class, StreamMessage.Mark.class),
                    messages.stream().map(Object::getClass).toList());
            FieldReader sent = appliance.requests().getFirst().fields();
            assertEquals(1, sent.u32());
            assertEquals(1, sent.u16());
            assertEquals("route", sent.text());
            assertEquals(filter, Filter.read(sent));
            assertEquals(0, sent.remaining());
        }
    }

    /// The appliance describes a type once on each connection, whatever asks for it.
    @Test
    void whatADumpDescribedAStreamKnows() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {
                    if (request.operation() == Operation.DUMP) {
                        dump(request, peer);
                    } else {
                        peer.span(new RouteCodec().type(), ScriptedAppliance.VALUES, 0, 5, 10);
                        peer.record(new RouteCodec(), ROUTE, 10, 10, new Cause.Driver("netlink"));
                    }
                });
                var connection = RtsockConnection.connect(socket())) {
            connection.dump(AsyncMode.of(1), message -> {});
            assertInstanceOf(StreamMessage.Event.class, connection.listen(AsyncMode.of(1)).next());
        }
    }

    private static void dump(ScriptedAppliance.Request request, ScriptedAppliance.Peer peer) throws IOException {
        peer.more(request, fields -> {});
        peer.describe(new RouteCodec().descriptor());
        peer.span(new RouteCodec().type(), ScriptedAppliance.VALUES, 0, 5, 9);
        peer.record(new RouteCodec(), ROUTE, 3, 3, new Cause.Driver("netlink"));
        peer.desync(2);
        peer.mark(5, 9, true);
        peer.done(request, 9, fields -> {});
    }

    @Test
    void aDumpWhoseRecordsWereTakenAwayIsVoidAndTheNextOneIsNot() throws IOException {
        AtomicInteger dumps = new AtomicInteger();
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {
                    if (dumps.getAndIncrement() == 0) {
                        peer.more(request, fields -> {});
                        peer.describe(new RouteCodec().descriptor());
                        peer.span(new RouteCodec().type(), ScriptedAppliance.VALUES, 0, 5, 9);
                        peer.refuse(request, Errno.ESTALE, "records were taken away");
                    } else {
                        dump(request, peer);
                    }
                });
                var connection = RtsockConnection.connect(socket())) {
            RoutingException e =
                    assertThrows(RoutingException.class, () -> connection.dump(AsyncMode.of(1), message -> {}));
            assertEquals("ESTALE: records were taken away", e.toString());
            assertEquals(9, connection.dump(AsyncMode.of(1), message -> {}).version());
        }
    }

    @Test
    void aDumpWithoutAMarkIsTheAppliancesFault() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {
                    peer.more(request, fields -> {});
                    peer.done(request, 9, fields -> {});
                });
                var connection = RtsockConnection.connect(socket())) {
            assertThrows(ProtocolException.class, () -> connection.dump(AsyncMode.of(1), message -> {}));
        }
    }
}
