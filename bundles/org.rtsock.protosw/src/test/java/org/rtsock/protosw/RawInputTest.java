// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.bytes;
import static org.rtsock.protosw.Router.received;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.socket.UserRequest;

/// What the transcripts of `raw_input` cannot say: addresses that no message of the domain has, and threads.
@Timeout(20)
class RawInputTest {
    private static final Sockaddr ELSEWHERE = new Sockaddr(16, Family.INET.number());
    private static final Sockaddr LONGER = new Sockaddr(3, Sockaddr.AF_ROUTE);

    private final Router router = new Router();
    private final SpeechProtosw speech = new SpeechProtosw("speech");
    private final List<RawControlBlock> rawcb = new ArrayList<>();
    private final RouteCb routeCb = new RouteCb();
    private final RawInput rawInput = new RawInput(rawcb, routeCb);

    RawInputTest() {
        router.domain.addProtosw(speech);
    }

    private RouteSocket open() {
        return router.domain.socket(SocketType.RAW, "speech", null, "test", Credentials.SELF);
    }

    private RouteSocket attached() {
        RouteSocket socket = open();
        rawcb.add((RawControlBlock) speech.attached());
        routeCb.attached(null);
        return socket;
    }

    private void input(Sockaddr source, Sockaddr destination, String text) {
        rawInput.input(rawcb.getFirst(), null, source, destination, bytes(text));
    }

    @Test
    void messageMustComeFromWhereTheSocketIsConnectedTo() {
        RouteSocket socket = attached();
        input(ELSEWHERE, Sockaddr.ROUTE, "from elsewhere,");
        input(LONGER, Sockaddr.ROUTE, "from an address of another length,");
        input(Sockaddr.ROUTE, Sockaddr.ROUTE, "from the domain");
        assertEquals("from the domain", received(socket));
    }

    @Test
    void messageMayGoAnywhereSinceNoSocketHasALocalAddress() {
        RouteSocket socket = attached();
        input(Sockaddr.ROUTE, ELSEWHERE, "elsewhere");
        assertEquals("elsewhere", received(socket));
    }

    @Test
    void whereTheCountSaysNobodyTheListIsNotLookedAt() {
        RouteSocket socket = attached();
        routeCb.detached(null);
        input(Sockaddr.ROUTE, Sockaddr.ROUTE, "hello");
        assertEquals("", received(socket));
    }

    @Test
    void receiversHaveCopies() {
        RouteSocket one = attached();
        RouteSocket other = attached();
        ByteBuffer message = bytes("--hello--");
        message.position(2).limit(7);
        rawInput.input(rawcb.getFirst(), null, Sockaddr.ROUTE, Sockaddr.ROUTE, message);
        assertEquals(2, message.position());
        assertEquals(7, message.limit());
        message.put(2, (byte) 'x');
        assertEquals("hello", received(one));
        assertEquals("hello", received(other));
    }

    @Test
    void readerMaySendFromItsWakeup() {
        RouteSocket asks = open();
        RouteSocket answers = open();
        answers.setOption(SocketOption.SO_USELOOPBACK, false);
        answers.onReadable(() -> {
            if (received(answers).equals("question\n")) {
                answers.send(bytes("say inet answer"));
            }
        });
        asks.send(bytes("say inet question"));
        assertEquals("question\nanswer\n", received(asks));
    }

    /// 4.4BSD had splnet for that. Two senders and two receivers; whatever one receiver hears first, the other one hears first too.
    @Test
    void allSocketsHearAllSendersInOneOrder() throws InterruptedException {
        RouteSocket one = open();
        RouteSocket other = open();
        CountDownLatch start = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (RouteSocket sender : List.of(open(), open())) {
            int name = threads.size();
            threads.add(Thread.ofPlatform().start(() -> {
                start.countDown();
                awaitQuietly(start);
                for (int i = 0; i < 2000; i++) {
                    sender.send(bytes("say inet " + name + ":" + i));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> heard = received(one).lines().toList();
        assertEquals(4000, heard.size());
        List<String> alsoHeard = received(other).lines().toList();
        assertEquals(4000, alsoHeard.size());
        for (int i = 0; i < 4000; i++) {
            assertEquals(heard.get(i), alsoHeard.get(i), "message " + i);
        }
        assertTrue(heard.contains("0:1999") && heard.contains("1:1999"));
    }

    /// A socket that goes while others speak hurts nobody, and the list comes out empty.
    @Test
    void socketsMayComeAndGoWhileOthersSpeak() throws InterruptedException {
        RouteSocket speaker = open();
        RouteSocket listener = open();
        Thread coming = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 500; i++) {
                RouteSocket guest = open();
                guest.send(bytes("answer inet welcome"));
                if (i % 2 == 0) {
                    guest.request(UserRequest.ABORT);
                } else {
                    guest.close();
                }
            }
        });
        for (int i = 0; i < 1000; i++) {
            speaker.send(bytes("say inet " + i));
        }
        coming.join();
        assertEquals(1000, received(listener).lines().count());
        assertEquals(2, router.domain.read().get("route_cb.any"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
