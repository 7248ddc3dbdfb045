// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.rtsock.protosw.RouteDomainTest.refused;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.ifl;
import static org.rtsock.protosw.Router.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;

/// Records that are taken away in the middle of a cut.
class StaleCutTest {
    private final Router router = new Router();
    private final FakeKernel kernel = router.kernel;

    /// Takes what it can of the next cut.
    private static List<String> lost(RouteSocket socket) {
        List<String> heard = new ArrayList<>();
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        refused(Errno.ESTALE, () -> cut.forEach(message -> heard.add(Router.text(message))));
        socket.delivered(cut);
        return heard;
    }

    private long count(String counter) {
        return Objects.requireNonNull(router.domain.read().get(counter));
    }

    @Test
    void afterAVoidCutAllTypesStartOver() {
        kernel.put(ifd(1), ifl(1), route("10.0.0.0/8", 254));
        RouteSocket socket = router.listening("ifd", "ifl", "route");
        heard(socket);
        kernel.put(ifd(2), ifl(2), ifl(3));
        router.ifl.patience = 1;
        assertEquals(List.of("ADD eth2", "ADD eth2.0"), lost(socket));
        router.ifl.patience = Integer.MAX_VALUE;
        kernel.delete(ifl(3).key());
        assertEquals(
                List.of("RESET route", "RESET ifl", "RESET ifd", "ADD eth1", "ADD eth2", "ADD eth1.0", "ADD eth2.0",
                        "ADD 10.0.0.0/8", "MARK 3"),
                heard(socket));
        assertEquals(List.of(), heard(socket));
        assertEquals(1, count("stale"));
        assertEquals(2, count("cuts"));
        assertEquals(3, count("resets"));
    }

    @Test
    void aVoidSnapshotIsStillOwedItsMark() {
        kernel.put(ifd(1), ifd(2));
        RouteSocket socket = router.listening("ifd");
        router.ifd.patience = 1;
        assertEquals(List.of("ADD eth1"), lost(socket));
        router.ifd.patience = Integer.MAX_VALUE;
        assertEquals(List.of("RESET ifd", "ADD eth1", "ADD eth2", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void recordsThatAreGoneBeforeTheFirstOneMakeAVoidCutToo() {
        kernel.put(ifd(1));
        RouteSocket socket = router.listening("ifd");
        heard(socket);
        kernel.put(ifd(2));
        router.ifd.patience = 0;
        assertEquals(List.of(), lost(socket));
        router.ifd.patience = Integer.MAX_VALUE;
        assertEquals(List.of("RESET ifd", "ADD eth1", "ADD eth2", "MARK 2"), heard(socket));
    }

    @Test
    void walkerThatSwallowsTheErrorGetsNoMark() {
        kernel.put(ifd(1), ifd(2), ifl(1));
        RouteSocket socket = router.listening("ifd", "ifl");
        router.ifd.patience = 1;
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        Iterator<RoutingMessage> messages = cut.iterator();
        messages.next();
        refused(Errno.ESTALE, messages::next);
        router.ifd.patience = Integer.MAX_VALUE;
        refused(Errno.ESTALE, messages::next);
        assertFalse(cut.records().next());
        refused(Errno.ESTALE, cut::nextPart);
        socket.delivered(cut);
        assertEquals(List.of("RESET ifl", "RESET ifd", "ADD eth1", "ADD eth2", "ADD eth1.0", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void voidCutForgetsTheFilterItWasReadBy() {
        kernel.put(route("10.0.0.0/8", 254), route("2001:db8::/32", 254), route("10.1.0.0/16", 254));
        RouteSocket socket = router.listening("route");
        heard(socket);
        Router.listen(socket, Router.inet(), "route");
        router.route.patience = 0;
        lost(socket);
        router.route.patience = Integer.MAX_VALUE;
        assertEquals(List.of("RESET route", "ADD 10.0.0.0/8", "ADD 10.1.0.0/16", "MARK 1 snapshot"), heard(socket));
    }

    @Test
    void closedSocketHasNoVoidCut() {
        kernel.put(ifd(1));
        RouteSocket socket = router.listening("ifd");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        socket.close();
        socket.delivered(cut);
        assertNull(socket.nextCut());
        assertEquals(0, count("stale"));
    }

    /// Behind a cut that stops in its middle nothing may come that ends with a mark, but the cut that makes it good.
    @Test
    void answerWaitsForTheCutBehindAVoidOne() {
        kernel.put(ifd(1), ifd(2));
        RouteSocket socket = router.socket();
        AtomicBoolean asked = new AtomicBoolean();
        router.protosw.source = cut -> {
            Lines lines = new Lines(cut);
            return target -> {
                if (!asked.getAndSet(true)) {
                    socket.answer(answer -> {
                        answer.put(Router.bytes("answer\n"));
                        return true;
                    });
                }
                return lines.fill(target);
            };
        };
        Router.listen(socket, Filter.NONE, "ifd");
        router.ifd.patience = 1;
        router.ifd.beforeHold = () -> {
            if (router.ifd.patience < 1) {
                router.ifd.patience = Integer.MAX_VALUE;
            }
        };
        assertEquals("values\nrecord\nreset\nvalues\nrecord\nrecord\nmark 1\nanswer\n", Router.received(socket));
    }

    /// A transport is given what was written before the records went, and then a cut that begins with resets, without an error.
    @Test
    void transportGoesOnWithANewCut() {
        router.protosw.source = Lines::new;
        kernel.put(ifd(1), ifd(2), ifl(1));
        RouteSocket socket = router.socket();
        Router.listen(socket, Filter.NONE, "ifd", "ifl");
        router.ifd.patience = 1;
        router.ifd.beforeHold = () -> {
            if (router.ifd.patience < 1) {
                router.ifd.patience = Integer.MAX_VALUE;
            }
        };
        assertEquals("values\nrecord\nreset\nreset\nvalues\nrecord\nrecord\nvalues\nrecord\nmark 1\n", Router.received(socket));
        assertEquals("", Router.received(socket));
        assertEquals(1, count("stale"));
        assertEquals(1, count("cuts"));
    }

    /// A line a part, a record and a mark; whole lines only, whatever happens.
    private static final class Lines implements MessageSource {
        private final Cut cut;

        Lines(Cut cut) {
            this.cut = cut;
        }

        @Override
        public boolean fill(ByteBuffer target) {
            assertEquals(true, target.remaining() >= Frame.MAX_LENGTH, "the test has room for all");
            while (cut.nextPart()) {
                put(target, cut.part().name().toLowerCase(Locale.ROOT));
                while (cut.records().next()) {
                    put(target, "record");
                }
            }
            put(target, "mark " + cut.version());
            return true;
        }

        private static void put(ByteBuffer target, String line) {
            target.put((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
