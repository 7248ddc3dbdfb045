// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.client.ScriptedAppliance.Request;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BatchTest {
    private static final int MANY = 5_000;

    @TempDir
    Path folder;

    private ScriptedAppliance appliance(ScriptedAppliance.Script script) throws IOException {
        return ScriptedAppliance.start(folder.resolve("s"), script);
    }

    private RoutingClient client() throws IOException {
        return RoutingClient.connect(Endpoint.unix(folder.resolve("s")));
    }

    private static boolean more(Request request) {
        return (request.flags() & Frame.FLAG_MORE) != 0;
    }

    /// Mode and level, then each item as `OPERATION key`.
    private static List<String> items(Request request) {
        FieldReader in = request.fields();
        List<String> items = new ArrayList<>();
        items.add(in.u8() + " " + in.u8());
        int at = 2;
        while (in.remaining() > 0) {
            Operation operation = Operation.of(in.u8());
            int type = in.u16();
            int length = in.u16();
            at += 5;
            FieldReader item = new FieldReader().reset(request.payload(), at, length);
            items.add(operation + " " + (type == 2 ? new RouteCodec().decode(item).key().prefix() : "type " + type));
            at += length;
            in.reset(request.payload(), at, request.payload().limit() - at);
        }
        return items;
    }

    private static BatchException refusal(CompletableFuture<?> future) {
        return assertInstanceOf(BatchException.class, assertThrows(CompletionException.class, future::join).getCause());
    }

    @Test
    void transactionIsOneFrameWhenItIsSmall() throws Exception {
        try (var appliance = appliance((request, peer) -> RoutingClientTest.done(request, peer, 4, 17));
                RoutingClient client = client()) {
            BatchAnswer answer = client.transaction(Level.PROGRAMMED)
                    .add(new RtTable(100, "blue", Family.INET))
                    .add(RoutingClientTest.route(1))
                    .change(RoutingClientTest.route(2))
                    .delete(RoutingClientTest.route(3))
                    .lock(RoutingClientTest.route(4))
                    .commit()
                    .get();
            assertEquals(new BatchAnswer(4, 0, 17), answer);
            Request request = appliance.requests().getFirst();
            assertEquals(Operation.BATCH, request.operation());
            assertTrue(!more(request));
            assertEquals(
                    List.of("0 1", "ADD type 1", "ADD 10.0.1.0/24", "CHANGE 10.0.2.0/24", "DELETE 10.0.3.0/24", "LOCK 10.0.4.0/24"),
                    items(request));
        }
    }

    @Test
    void largeTransactionTakesManyFramesOfOneNumber() throws Exception {
        try (var appliance = appliance((request, peer) -> {
                    if (!more(request)) {
                        RoutingClientTest.done(request, peer, MANY, 17);
                    }
                });
                RoutingClient client = client()) {
            Transaction transaction = client.transaction();
            for (int i = 0; i < MANY; i++) {
                transaction.add(RoutingClientTest.route(i));
            }
            assertEquals(new BatchAnswer(MANY, 0, 17), transaction.commit().get());
            assertThatAllCame(appliance.requests(), 1);
            assertThrows(IllegalStateException.class, transaction::commit);
        }
    }

    /// @param numbers how many sequence numbers the frames have
    private static void assertThatAllCame(List<Request> requests, int numbers) {
        assertTrue(requests.size() >= 3, requests.size() + " frames");
        assertEquals(numbers, requests.stream().map(Request::seq).distinct().count());
        List<String> keys = requests.stream()
                .flatMap(request -> items(request).stream().skip(1))
                .toList();
        assertEquals(MANY, keys.size());
        for (int i = 0; i < MANY; i++) {
            assertEquals("ADD " + RoutingClientTest.route(i).key().prefix(), keys.get(i));
        }
    }

    @Test
    void refusedTransactionNamesTheItem() throws Exception {
        try (var _ = appliance((request, peer) -> peer.refuse(request, Errno.EEXIST, "route exists", 1));
                RoutingClient client = client()) {
            BatchException e = refusal(
                    client.transaction().add(RoutingClientTest.route(1)).add(RoutingClientTest.route(2)).commit());
            assertEquals(1, e.index());
            assertEquals(Errno.EEXIST, e.errno());
            assertEquals("item 1: route exists", e.getMessage());
        }
    }

    @Test
    void writerSendsWhileItIsWritten() throws Exception {
        CopyOnWriteArrayList<Long> progress = new CopyOnWriteArrayList<>();
        try (var appliance = appliance((request, peer) -> {
                    if (!more(request)) {
                        RoutingClientTest.done(request, peer, MANY, 17);
                    }
                });
                RoutingClient client = client();
                BatchWriter writer = client.allOrNone(Level.STORED).onProgress(progress::add)) {
            RouteRow row = new RouteRow();
            for (int i = 0; i < MANY; i++) {
                writer.put(Operation.ADD, row.set(RoutingClientTest.route(i)));
            }
            assertTrue(writer.sent() > MANY / 2, writer.sent() + " sent");
            assertEquals(new BatchAnswer(MANY, 0, 17), writer.commit().get());
            assertThatAllCame(appliance.requests(), 1);
            assertEquals(MANY, progress.getLast());
            assertEquals(appliance.requests().size(), progress.size());
        }
    }

    @Test
    void refusalThatComesEarlyStopsTheWriter() throws Exception {
        CountDownLatch gaveUp = new CountDownLatch(1);
        try (var appliance = appliance((request, peer) -> {
                    if (items(request).equals(List.of("2 0"))) {
                        assertEquals(1, request.seq(), "that of the batch");
                        RoutingClientTest.done(request, peer, 0, 0);
                        gaveUp.countDown();
                    } else if (request.seq() == 1) {
                        peer.refuse(request, Errno.ENOBUFS, "the batch is too large", -1);
                    } else {
                        RoutingClientTest.done(request, peer, 1, 18);
                    }
                });
                RoutingClient client = client()) {
            try (BatchWriter writer = client.allOrNone(Level.STORED)) {
                BatchException e = assertThrows(BatchException.class, () -> {
                    while (true) {
                        writer.add(RoutingClientTest.route(1));
                    }
                });
                assertEquals(Errno.ENOBUFS, e.errno());
                assertEquals(BatchException.NO_ITEM, e.index());
            }
            RoutingClientTest.await(gaveUp);
            assertEquals(18, client.transaction().add(RoutingClientTest.route(1)).commit().get().version());
            assertTrue(appliance.requests().size() >= 3);
        }
    }

    @Test
    void closedWithoutCommitGivesUp() throws Exception {
        CountDownLatch gaveUp = new CountDownLatch(1);
        try (var _ = appliance((request, peer) -> {
                    if (items(request).equals(List.of("2 0"))) {
                        gaveUp.countDown();
                    }
                });
                RoutingClient client = client()) {
            BatchWriter writer = client.allOrNone(Level.STORED);
            while (writer.sent() == 0) {
                writer.add(RoutingClientTest.route(1));
            }
            Runnable close = writer::close;
            close.run();
            RoutingClientTest.await(gaveUp);
            assertThrows(IllegalStateException.class, () -> writer.add(RoutingClientTest.route(1)));
        }
    }

    @Test
    void nothingIsSentForABatchThatWasClosedEmpty() throws Exception {
        try (var appliance = appliance(ScriptedAppliance::echo);
                RoutingClient client = client()) {
            try (BatchWriter writer = client.allOrNone(Level.STORED)) {
                writer.add(RoutingClientTest.route(1));
            }
            client.add(RoutingClientTest.route(2)).get();
            assertEquals(1, appliance.requests().size());
        }
    }

    @Test
    void openTransactionHoldsBackTheNextButNoOtherRequest() throws Exception {
        try (var appliance = appliance((request, peer) -> {
                    if (request.operation() == Operation.ADD) {
                        ScriptedAppliance.echo(request, peer);
                    } else if (!more(request)) {
                        RoutingClientTest.done(request, peer, 1, request.seq());
                    }
                });
                RoutingClient client = client()) {
            BatchWriter writer = client.allOrNone(Level.STORED);
            while (writer.sent() == 0) {
                writer.add(RoutingClientTest.route(1));
            }
            client.add(RoutingClientTest.route(2)).get();
            Thread other = Thread.ofPlatform().start(
                    () -> client.transaction().add(RoutingClientTest.route(3)).commit().join());
            while (other.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            writer.commit().get();
            other.join();
            List<Integer> numbers = appliance.requests().stream().map(Request::seq).toList();
            assertEquals(List.of(1, 2, 1, 3), numbers);
        }
    }

    @Test
    void eachOnItsOwnTellsWhichWereRefused() throws Exception {
        List<BatchRefusal> refusals = new CopyOnWriteArrayList<>();
        try (var appliance = appliance((request, peer) -> {
                    int items = items(request).size() - 1;
                    if (items > 3) {
                        peer.done(request, request.seq(), fields -> fields.u32(items - 2)
                                .u16(1).u16(Errno.EEXIST.number()).text("it exists")
                                .u16(3).u16(Errno.EACCES.number()).text(""));
                    } else {
                        RoutingClientTest.done(request, peer, items, request.seq());
                    }
                });
                RoutingClient client = client();
                BatchWriter writer = client.eachOnItsOwn(Level.STORED, refusals::add)) {
            for (int i = 0; i < MANY; i++) {
                writer.add(RoutingClientTest.route(i));
            }
            BatchAnswer answer = writer.commit().get();
            int frames = appliance.requests().size();
            assertEquals((MANY + 511) / 512, frames);
            assertThatAllCame(appliance.requests(), frames);
            assertEquals(new BatchAnswer(MANY - 2 * frames, 2 * frames, frames), answer);
            assertEquals(2 * frames, refusals.size());
            assertEquals("1 EEXIST: it exists", refusals.get(0).index() + " " + refusals.get(0).why());
            assertEquals("3 EACCES: Permission denied", refusals.get(1).index() + " " + refusals.get(1).why());
            assertEquals(513, refusals.get(2).index());
        }
    }

    @Test
    void refusalOfAFrameFailsTheWholeBatch() throws Exception {
        try (var _ = appliance((request, peer) -> peer.refuse(request, Errno.EACCES, "not you", -1));
                RoutingClient client = client();
                BatchWriter writer = client.eachOnItsOwn(Level.STORED, _ -> {})) {
            writer.add(RoutingClientTest.route(1));
            BatchException e = refusal(writer.commit());
            assertEquals(Errno.EACCES, e.errno());
            assertEquals(BatchException.NO_ITEM, e.index());
        }
    }

    @Test
    void breakFailsTheBatch() throws Exception {
        try (var _ = appliance((_, peer) -> peer.hangUp());
                RoutingClient client = client()) {
            CompletableFuture<BatchAnswer> answer = client.transaction().add(RoutingClientTest.route(1)).commit();
            assertInstanceOf(IOException.class, assertThrows(CompletionException.class, answer::join).getCause());
        }
        try (var _ = ScriptedAppliance.start(folder.resolve("t"), (_, peer) -> peer.hangUp());
                RoutingClient client = RoutingClient.connect(Endpoint.unix(folder.resolve("t")));
                BatchWriter writer = client.allOrNone(Level.STORED)) {
            assertThrows(IOException.class, () -> {
                while (true) {
                    writer.add(RoutingClientTest.route(1));
                }
            });
        }
    }

    @Test
    void objectThatIsTooLongIsLeftOut() throws Exception {
        try (var _ = appliance((request, peer) -> RoutingClientTest.done(request, peer, items(request).size() - 1, 1));
                RoutingClient client = client()) {
            Route plain = RoutingClientTest.route(1);
            Route wide = new Route(
                    plain.key(),
                    4,
                    RouteType.UNICAST,
                    Collections.nCopies(3_000, new Nexthop(null, 3, "interface-number", 1)),
                    plain.state(),
                    null);
            Transaction transaction = client.transaction().add(plain);
            assertThrows(RoutingException.class, () -> transaction.add(wide));
            assertEquals(1, transaction.commit().get().carriedOut());
        }
    }

    @Test
    void answerOfABatchThatWasGivenUpIsCancelled() throws Exception {
        try (var _ = appliance((_, _) -> {});
                RoutingClient client = client()) {
            AllOrNone sending = new AllOrNone(client, Level.STORED);
            sending.giveUp();
            assertThrows(CancellationException.class, () -> sending.answer().join());
        }
    }
}
