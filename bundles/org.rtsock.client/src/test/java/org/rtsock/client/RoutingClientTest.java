// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.client.ScriptedAppliance.Peer;
import org.rtsock.client.ScriptedAppliance.Request;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RoutingClientTest {
    @TempDir
    Path folder;

    static Route route(int number) {
        return new Route(
                Route.Key.of(254, Prefix.parse("10." + (number >> 8 & 255) + "." + (number & 255) + ".0/24"), number >> 16),
                4,
                RouteType.BLACKHOLE,
                List.of(),
                RouteState.STORED,
                null);
    }

    private ScriptedAppliance appliance(ScriptedAppliance.Script script) throws IOException {
        return ScriptedAppliance.start(folder.resolve("s"), script);
    }

    private RoutingClient client() throws IOException {
        return RoutingClient.connect(Endpoint.unix(folder.resolve("s")));
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return Objects.requireNonNull(assertThrows(CompletionException.class, future::join).getCause());
    }

    @Test
    void answersComeAsFutures() throws Exception {
        try (var appliance = appliance(ScriptedAppliance::echo);
                RoutingClient client = client()) {
            assertEquals("254 inet 10.0.7.0/24 0", client.add(route(7)).get().object().key());
            client.change(route(7)).get();
            client.lock(route(7)).get();
            client.delete(route(7)).get();
            client.write(Operation.LOSING, route(7), Level.STORED).get();
            assertEquals(1, client.write(Operation.ADD, route(8), Level.PROGRAMMED).get().version());
            client.get(route(7), Lookup.EXACT).get();
            assertEquals(
                    List.of("ADD", "CHANGE", "LOCK", "DELETE", "LOSING", "ADD", "GET"),
                    appliance.requests().stream().map(request -> request.operation().name()).toList());
            assertEquals(
                    List.of(0, 0, 0, 0, 0, 1, 1),
                    appliance.requests().stream().map(request -> request.fields().u8()).toList());
        }
    }

    @Test
    void answersFindTheirRequestsInAnyOrder() throws Exception {
        List<Request> held = new ArrayList<>();
        try (var _ = appliance((request, peer) -> {
                    held.add(request);
                    if (held.size() == 3) {
                        for (Request late : held.reversed()) {
                            ScriptedAppliance.echo(late, peer);
                        }
                    }
                });
                RoutingClient client = client()) {
            List<CompletableFuture<Answer>> answers = List.of(client.add(route(1)), client.add(route(2)), client.add(route(3)));
            for (int i = 0; i < 3; i++) {
                assertEquals("254 inet 10.0." + (i + 1) + ".0/24 0", answers.get(i).get().object().key());
            }
        }
    }

    @Test
    void refusalIsTheKernelsOwn() throws Exception {
        try (var _ = appliance((request, peer) -> peer.refuse(request, Errno.EEXIST, "route 10.0.7.0/24 exists"));
                RoutingClient client = client()) {
            RoutingException e = assertInstanceOf(RoutingException.class, failure(client.add(route(7))));
            assertEquals("EEXIST: route 10.0.7.0/24 exists", e.toString());
            assertTrue(client.isOpen());
        }
    }

    @Test
    void moreThanTheApplianceTakesWaitHere() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (var appliance = appliance((request, peer) -> {
                    first.countDown();
                    await(go);
                    ScriptedAppliance.echo(request, peer);
                });
                RoutingClient client = client()) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < RoutingClient.MOST_UNDER_WAY; i++) {
                answers.add(client.add(route(i)));
            }
            Thread other = Thread.ofPlatform().start(() -> answers.add(client.add(route(99))));
            await(first);
            while (other.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            go.countDown();
            other.join();
            for (CompletableFuture<Answer> answer : answers) {
                answer.get();
            }
            assertEquals(RoutingClient.MOST_UNDER_WAY + 1, appliance.requests().size());
        }
    }

    @Test
    void whatHangsOnAnAnswerMayAskAgainAndWait() throws Exception {
        try (var _ = appliance(ScriptedAppliance::echo);
                RoutingClient client = client()) {
            CompletableFuture<Answer> second = client.add(route(1)).thenApply(_ -> client.add(route(2)).join());
            assertEquals("254 inet 10.0.2.0/24 0", second.get().object().key());
        }
    }

    @Test
    void breakFailsWhatIsUnderWayAndAllThatComes() throws Exception {
        try (var _ = appliance((_, peer) -> peer.hangUp());
                RoutingClient client = client()) {
            assertInstanceOf(IOException.class, failure(client.add(route(7))));
            assertFalse(client.isOpen());
            assertInstanceOf(IOException.class, failure(client.add(route(8))));
        }
    }

    @Test
    void lostAnswersFailWhatIsUnderWayButNotTheClient() throws Exception {
        try (var appliance = appliance((request, peer) -> {
                    if (request.seq() == 1) {
                        peer.desync(1);
                    } else {
                        ScriptedAppliance.echo(request, peer);
                    }
                });
                RoutingClient client = client()) {
            assertEquals(Errno.ENOBUFS, assertInstanceOf(RoutingException.class, failure(client.add(route(7)))).errno());
            client.add(route(8)).get();
            assertEquals(2, appliance.requests().size());
        }
    }

    @Test
    void closeFailsWhatIsUnderWayAndLeavesNoThread() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (var _ = appliance((_, _) -> asked.countDown())) {
            RoutingClient client = client();
            CompletableFuture<Answer> answer = client.add(route(7));
            await(asked);
            client.close();
            assertEquals("the connection was closed", failure(answer).getMessage());
            assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("rtsock-client")));
        }
    }

    @Test
    void nonsenseBreaksTheConnection() throws Exception {
        try (var _ = appliance((_, peer) -> peer.bytes(new byte[48]));
                RoutingClient client = client()) {
            assertInstanceOf(ProtocolException.class, failure(client.add(route(7))));
        }
    }

    @Test
    void objectsThatTakeNoRequestsAreRefusedHere() throws Exception {
        try (var _ = appliance(ScriptedAppliance::echo);
                RoutingClient client = client()) {
            var key = new ExtensionObject.Key(
                    new MessageType(70, "LABEL", "label", 65, 0), 1);
            var label = new ExtensionObject(key, new ExtensionObject.Body() {});
            assertEquals(Errno.EOPNOTSUPP, assertInstanceOf(RoutingException.class, failure(client.add(label))).errno());
            assertEquals(new RouteCodec().type(), client.add(route(1)).get().type().type());
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void done(Request request, Peer peer, int items, long version) throws IOException {
        peer.done(request, version, fields -> fields.u32(items));
    }
}
