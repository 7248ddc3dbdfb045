// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;
import org.rtsock.testkit.socket.ScriptedSnapshot;
import org.rtsock.testkit.socket.SocketEvent;
import org.rtsock.testkit.socket.SocketEvent.Answered;
import org.rtsock.testkit.socket.SocketEvent.ModeSet;
import org.rtsock.testkit.socket.SocketEvent.OptionSet;
import org.rtsock.testkit.socket.SocketEvent.Told;

class SocketLayerTest {
    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @BeforeEach
    void attach() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
        pcb.forget();
    }

    private Decoded answered(ByteBuffer call) {
        int before = pcb.told().size();
        pfroute.output(pcb, call);
        assertEquals(before + 1, pcb.told().size());
        return alone();
    }

    private Decoded alone() {
        assertFalse(Recorded.last(pcb).toAll(), "calls are nobody else's business");
        assertNull(Recorded.last(pcb).family());
        assertEquals(CallBytes.SEQ, Recorded.reply(pcb).number("seq"));
        return Recorded.reply(pcb);
    }

    private Decoded refused(Errno errno, int number, ByteBuffer call) {
        RoutingException thrown = assertThrows(RoutingException.class, () -> pfroute.output(pcb, call));
        assertEquals(errno, thrown.errno(), thrown.getMessage());
        assertEquals(number, alone().number("errno"));
        return Recorded.reply(pcb);
    }

    @Test
    void optionsAreSetAndAnswered() {
        Decoded answer = answered(CallBytes.setsockopt(17, 1, 1 << 14));
        assertEquals(128, answer.type());
        assertEquals(0, answer.number("errno"));
        assertEquals(17, answer.number("level"));
        assertEquals(1 << 14, answer.number("value"));
        answered(CallBytes.setsockopt(17, 2, -1));
        answered(CallBytes.setsockopt(17, 3, 8));
        answered(CallBytes.setsockopt(17, 4, 0x800));
        answered(CallBytes.setsockopt(0xffff, 0x1002, 65_536));
        answered(CallBytes.setsockopt(0xffff, 0x40, 7));
        assertEquals(
                List.of(
                        "ROUTE_MSGFILTER 16384 after 0",
                        "ROUTE_TABLEFILTER -1 after 1",
                        "ROUTE_PRIOFILTER 8 after 2",
                        "ROUTE_FLAGFILTER 2048 after 3",
                        "SO_RCVBUF 65536 after 4",
                        "SO_USELOOPBACK true after 5"),
                options());
    }

    /// The options that were set, each with how many messages had been told before.
    private List<String> options() {
        List<String> options = new ArrayList<>();
        int told = 0;
        for (SocketEvent event : pcb.events()) {
            switch (event) {
                case Told _ -> told++;
                case OptionSet(SocketOption<?> option, Object value) -> options.add(option.name() + " " + value + " after " + told);
                case Answered _, ModeSet _ -> {}
            }
        }
        return options;
    }

    @Test
    void whoWantsNoRepliesIsToldSoFirst() {
        assertEquals(0, answered(CallBytes.setsockopt(0xffff, 0x40, 0)).number("errno"));
        assertEquals(List.of("SO_USELOOPBACK false after 1"), options());
    }

    @Test
    void optionThatIsRefusedHasItsErrno() {
        pcb.refuseOptions(new RoutingException(Errno.EINVAL, "SO_RCVBUF 1 is not 4096 to 67108864"));
        assertEquals(128, refused(Errno.EINVAL, 22, CallBytes.setsockopt(0xffff, 0x1002, 1)).type());
    }

    @Test
    void optionsThatNobodyHas() {
        refused(Errno.ENOPROTOOPT, 42, CallBytes.setsockopt(0xffff, 0x1001, 1));
        refused(Errno.ENOPROTOOPT, 42, CallBytes.setsockopt(17, 0, 1));
        refused(Errno.ENOPROTOOPT, 42, CallBytes.setsockopt(17, 5, 1));
        refused(Errno.ENOPROTOOPT, 42, CallBytes.setsockopt(6, 1, 1));
        assertEquals(List.of(), pcb.options());
    }

    @Test
    void shutdownIsThatOfTheSocket() {
        Decoded answer = answered(CallBytes.shutdown());
        assertEquals(130, answer.type());
        assertEquals(0, answer.number("errno"));
        assertEquals(List.of(UserRequest.SHUTDOWN), pcb.userRequests());
    }

    @Test
    void callOfAnotherLengthIsAnsweredByItsHead() {
        for (ByteBuffer call : List.of(
                CallBytes.ofLength(CallBytes.shutdown(), 16),
                CallBytes.ofLength(CallBytes.setsockopt(17, 1, 1), 20),
                CallBytes.ofLength(CallBytes.setsockopt(17, 1, 1), 28),
                CallBytes.ofLength(CallBytes.sysctl(0, 1, 0), 16),
                CallBytes.ofLength(CallBytes.sysctl(0, 1, 0), 24),
                CallBytes.ofLength(CallBytes.sysctl(0, 1, 0), 32),
                CallBytes.sysctl(0, new int[25]))) {
            ByteBuffer whole = call.duplicate();
            assertEquals(
                    Errno.EINVAL, assertThrows(RoutingException.class, () -> pfroute.output(pcb, whole)).errno());
            ByteBuffer answer = Recorded.bytes(pcb);
            assertEquals(12, answer.remaining());
            assertEquals(12, Layout.SHUTDOWN.number(answer, 0, "msglen"));
            assertEquals(call.get(3), answer.get(3));
            assertEquals(CallBytes.SEQ, Layout.SHUTDOWN.number(answer, 0, "seq"));
            assertEquals(22, Layout.SHUTDOWN.number(answer, 0, "errno"));
        }
        ByteBuffer bare = CallBytes.ofLength(CallBytes.shutdown(), 4);
        assertThrows(RoutingException.class, () -> pfroute.output(pcb, bare));
        assertEquals(0, Layout.SHUTDOWN.number(Recorded.bytes(pcb), 0, "seq"));
        ByteBuffer liar = CallBytes.shutdown();
        liar.put(0, (byte) 24).put(1, (byte) 24);
        assertThrows(RoutingException.class, () -> pfroute.output(pcb, liar));
        assertEquals(12, Layout.SHUTDOWN.number(Recorded.bytes(pcb), 0, "msglen"));
        assertEquals(List.of(), pcb.userRequests());
    }

    @Test
    void callOfAnotherVersionIsNone() {
        ByteBuffer call = CallBytes.shutdown();
        call.put(2, (byte) 4);
        assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, () -> pfroute.output(pcb, call)).errno());
        assertEquals(152, Recorded.bytes(pcb).remaining(), "it is a message for route_output, and too short");
        assertEquals(List.of(), pcb.userRequests());
    }

    private static ScriptedCut routes(int count) {
        Route[] routes = IntStream.range(0, count)
                .mapToObj(i -> Samples.route("10.0." + i + ".0/24", Samples.via("192.0.2.1", 3)))
                .toArray(Route[]::new);
        return new ScriptedCut()
                .state(new RtTableCodec(), new RtTable(RtTable.MAIN, "main", Family.INET))
                .state(new RouteCodec(), routes);
    }

    /// What a source gives, to buffers of such a size.
    private static List<Decoded> read(MessageSource source, int size) {
        List<Decoded> messages = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            ByteBuffer target = ByteBuffer.allocate(size);
            ended = source.fill(target);
            assertTrue(ended || target.position() > 0, "a buffer that holds any message is never left empty");
            messages.addAll(Decoded.all(target.flip()));
        }
        return messages;
    }

    private MessageSource asked(int family, int... name) {
        int told = pcb.told().size();
        pfroute.output(pcb, CallBytes.sysctl(family, name));
        assertEquals(told, pcb.told().size(), "the answer is the dump");
        return pcb.answers().getLast();
    }

    @Test
    void dumpIsAnsweredByItsMessagesThenByTheCall() {
        for (int size : List.of(300, 1000, 65_536)) {
            pcb.domain().holds(() -> routes(20));
            List<Decoded> messages = read(asked(2, 1, 0, 254), size);
            assertEquals(21, messages.size());
            assertEquals("4 10.0.0.0 192.0.2.1 255.255.255.0 3", messages.getFirst().line());
            assertEquals("4 10.0.19.0 192.0.2.1 255.255.255.0 3", messages.get(19).line());
            Decoded end = messages.getLast();
            assertEquals(129, end.type());
            assertEquals(CallBytes.SEQ, end.number("seq"));
            assertEquals(0, end.number("errno"));
            assertEquals(2, end.number("family"));
            assertEquals(3, end.number("count"));
            assertTrue(pcb.domain().snapshots().getLast().isClosed());
            assertEquals(Filter.of(254, Family.INET, null), pcb.domain().snapshots().getLast().mode().filter());
        }
    }

    @Test
    void stateIsTakenWhenTheDumpIsRead() {
        MessageSource answer = asked(0, 1, 0);
        assertEquals(List.of(), pcb.domain().snapshots());
        pcb.domain().holds(() -> routes(1));
        assertEquals(2, read(answer, 4096).size());
    }

    @Test
    void dumpThatFailsSaysSoAtItsEnd() {
        List<Decoded> unknown = read(asked(0, 1, 0, 100), 4096);
        assertEquals(1, unknown.size());
        assertEquals(2, unknown.getFirst().number("errno"), "ENOENT");
        pcb.domain().holds(() -> routes(20).losesRecordsAfter(3));
        List<Decoded> stale = read(asked(0, 1, 0), 4096);
        assertEquals(129, stale.getLast().type());
        assertEquals(70, stale.getLast().number("errno"), "FreeBSD's ESTALE");
        assertTrue(stale.size() < 20);
        assertTrue(pcb.domain().snapshots().stream().allMatch(ScriptedSnapshot::isClosed));
    }

    @Test
    void nameOrFamilyThatIsNoneIsAnsweredAtOnce() {
        Decoded answer = refused(Errno.EINVAL, 22, CallBytes.sysctl(0, 9, 0));
        assertEquals(129, answer.type());
        assertEquals(2, answer.number("count"));
        refused(Errno.EINVAL, 22, CallBytes.sysctl(0));
        refused(Errno.EAFNOSUPPORT, 47, CallBytes.sysctl(10, 1, 0));
        refused(Errno.EOPNOTSUPP, 45, CallBytes.sysctl(2, 2, 0x400));
        assertEquals(List.of(), pcb.answers());
    }

    @Test
    void oneDumpAtATime() {
        pcb.refuseAnswers(new RoutingException(Errno.EBUSY, "socket 1 is being answered"));
        refused(Errno.EBUSY, 16, CallBytes.sysctl(0, 1, 0));
    }

    @Test
    void socketThatGoesLetsTheStateGo() {
        for (UserRequest end : List.of(UserRequest.DISCONNECT, UserRequest.DETACH, UserRequest.ABORT)) {
            pcb.domain().holds(() -> routes(20));
            pfroute.usrreq(UserRequest.ATTACH, pcb, null);
            MessageSource answer = asked(0, 1, 0);
            assertFalse(answer.fill(ByteBuffer.allocate(1000)));
            assertFalse(pcb.domain().snapshots().getLast().isClosed());
            pfroute.usrreq(end, pcb, null);
            assertTrue(pcb.domain().snapshots().getLast().isClosed());
            ByteBuffer target = ByteBuffer.allocate(1000);
            assertTrue(answer.fill(target));
            assertEquals(0, target.position());
        }
    }
}
