// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifd;

import ch.qos.logback.classic.Level;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.Filter;
import org.rtsock.protosw.Lamp.Fault;
import org.rtsock.protosw.Lamp.LampReporter;

/// Sockets that are parked while reporters come, break and go, and what is kept for them.
class ParkedSocketTest {
    private final TranscriptRouter router = new TranscriptRouter(true);
    private final Logged logged = new Logged();
    private LampReporter lamps = LampReporter.of(router.kernel, Lamp.TYPE);
    private final RouteSocket socket;

    ParkedSocketTest() {
        router.domain.addProtosw(new TestProtosw("test"));
        router.domain.addReporter(lamps);
        put(ifd(1), Lamp.of("one", 40));
        socket = router.domain.socket(SocketType.RAW, "test", null, "test", Credentials.SELF);
        listen();
        assertEquals(List.of("ADD eth1", "ADD lamp one", "MARK 1 snapshot"), heard(socket));
    }

    @AfterEach
    void close() {
        logged.close();
    }

    private void put(RoutingObject... objects) {
        router.kernel.commit(TranscriptRouter.DRIVER, tx -> List.of(objects).forEach(tx::put));
    }

    private void listen() {
        Router.listen(socket, Filter.NONE, "ifd", "lamp");
    }

    private void breakLamps() {
        lamps.codec.fault.set(Fault.ENCODE);
        put(Lamp.of("two", 60));
    }

    private void replaceLamps() {
        router.domain.removeReporter(lamps);
        lamps.close();
        lamps = LampReporter.of(router.kernel, Lamp.TYPE);
        router.domain.addReporter(lamps);
    }

    @Test
    void typeThatBreaksMeanwhileIsReset() {
        socket.park("slow");
        breakLamps();
        assertNull(socket.nextCut());
        assertEquals(List.of(), router.domain.sockets().getFirst().types());
        listen();
        assertEquals(List.of("RESET lamp", "RESET ifd", "ADD eth1", "MARK 2 snapshot"), heard(socket));
        replaceLamps();
        assertEquals(List.of("ADD lamp one", "ADD lamp two", "MARK 2"), heard(socket));
    }

    @Test
    void typeThatBrokeJustBeforeIsReset() {
        breakLamps();
        socket.park("slow");
        socket.park("slow and failing");
        assertNull(socket.nextCut());
        listen();
        assertEquals(List.of("RESET lamp", "RESET ifd", "ADD eth1", "MARK 2 snapshot"), heard(socket));
        assertEquals(List.of(), heard(socket));
    }

    @Test
    void typeThatBreaksAndComesBackMeanwhileIsResetOnce() {
        socket.park("slow");
        breakLamps();
        replaceLamps();
        listen();
        assertEquals(
                List.of("RESET lamp", "RESET ifd", "ADD eth1", "ADD lamp one", "ADD lamp two", "MARK 2 snapshot"), heard(socket));
    }

    @Test
    void typeThatWasAwayAndThenComesAndBreaksMeanwhileIsReset() {
        router.domain.removeReporter(lamps);
        assertEquals(List.of(), heard(socket));
        socket.park("slow");
        replaceLamps();
        breakLamps();
        listen();
        assertEquals(List.of("RESET lamp", "RESET ifd", "ADD eth1", "MARK 2 snapshot"), heard(socket));
    }

    @Test
    void socketThatIsBackBeforeItsVoidCutIsOverIsNotCalledSlow() {
        Router fakes = new Router();
        fakes.kernel.put(ifd(1), ifd(2));
        RouteSocket parked = fakes.listening("ifd");
        DrainedCut cut = Objects.requireNonNull(parked.nextCut());
        Iterator<RoutingMessage> messages = cut.iterator();
        assertEquals("ADD eth1", Router.text(messages.next()));
        parked.park("properties");
        Router.listen(parked, Filter.NONE, "ifd");
        assertEquals(Errno.ESTALE, assertThrows(RoutingException.class, messages::hasNext).errno());
        parked.delivered(cut);
        assertEquals(List.of("RESET ifd", "ADD eth1", "ADD eth2", "MARK 1 snapshot"), heard(parked));
        assertEquals(0L, fakes.domain.read().get("stale"));
        assertEquals(List.of(), logged.at(Level.WARN));
    }

    /// So that the class loader of a bundle that goes can go too.
    @Test
    void idleSocketKeepsNothingOfWhatItHasLeft() {
        put(ifd(2));
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        assertEquals(2, cut.sources().length);
        socket.park("slow");
        assertEquals(2, cut.sources().length, "its thread is reading from them");
        socket.delivered(cut);
        assertEquals(0, cut.sources().length);
        listen();
        assertEquals(List.of("RESET lamp", "RESET ifd", "ADD eth1", "ADD eth2", "ADD lamp one", "MARK 2 snapshot"), heard(socket));
        assertEquals(2, cut.sources().length);
        router.domain.removeReporter(lamps);
        assertEquals(0, cut.sources().length);
        put(ifd(3));
        assertEquals(List.of("ADD eth3", "MARK 3"), heard(socket));
        socket.park("slow");
        assertEquals(0, cut.sources().length);
    }

    @Test
    void cutIsReadToItsEndWhenItsSocketIsClosedAndAReporterGoes() {
        put(ifd(2));
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        socket.close();
        socket.park("too late");
        router.domain.removeReporter(lamps);
        assertEquals(2, cut.sources().length, "its thread is reading from them");
        socket.delivered(cut);
        assertEquals(0, cut.sources().length);
    }
}
