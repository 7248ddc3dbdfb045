// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.SocketEvent.ModeSet;
import org.rtsock.testkit.socket.SocketEvent.OptionSet;
import org.rtsock.testkit.socket.SocketEvent.Told;

class RequestsTest {
    private final RtsProtosw rts = new RtsProtosw();
    private final RecordingControlBlock pcb = Recorded.socket();

    @BeforeEach
    void attach() {
        rts.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private String refused(Errno errno, ByteBuffer frame) {
        int before = Recorded.replies(pcb).size();
        RoutingException thrown = assertThrows(RoutingException.class, () -> rts.output(pcb, frame));
        assertEquals(errno, thrown.errno(), thrown.getMessage());
        assertEquals(before + 1, Recorded.replies(pcb).size(), "the reply says the same");
        ByteBuffer reply = Recorded.lastReply(pcb);
        assertEquals(errno.number(), Frame.errno(reply, 0));
        assertEquals(Frame.FLAG_REPLY, Frame.flags(reply, 0));
        String text = Frames.payload(reply).text();
        assertEquals(thrown.getMessage(), text);
        return text;
    }

    @Test
    void goldenBytesOfARouteReply() {
        rts.output(pcb, Frames.route(Operation.ADD, Frames.route("10.0.0.0/8"), 0));
        assertEquals(
                "58000000" + "01" + "01" + "0200" + "0500" + "0000" + "3000" + "2500" // length .. payload length
                        + "2a000000" + "09000000" // pid, seq
                        + "0700000000000000" + "0000000000000000" + "0000000000000000" // version, born, origin
                        + "fe000000" + "02" + "08" + "04" + "0a000000" + "64000000" // table .. priority
                        + "00" + "0000" + "00000000" // tos, source, instance
                        + "04" + "01" + "0100" + "00" + "03000000" + "0000" + "0100" // protocol, type, one next hop
                        + "00" + "00" + "000000",
                Frames.hex(Recorded.lastReply(pcb)));
    }

    @Test
    void routeRequestIsHandedOnAsItCame() {
        rts.output(pcb, Frames.route(Operation.CHANGE, Frames.route("10.0.0.0/8"), 1));
        assertEquals(
                new RouteRequest(
                        Operation.CHANGE, Frames.route("10.0.0.0/8"), RouteRequest.Level.PROGRAMMED, Frames.PID, Frames.SEQ),
                pcb.requests().getFirst());
        ByteBuffer reply = Recorded.lastReply(pcb);
        assertEquals(Frame.FLAG_REPLY | Frame.FLAG_DONE, Frame.flags(reply, 0));
        assertEquals(7, Frame.kernelVersion(reply, 0));
        assertEquals(Frames.route("10.0.0.0/8"), new RouteCodec().decode(Frames.payload(reply)));
    }

    @Test
    void refusalOfTheKernelIsAnswered() {
        pcb.kernel(request -> {
            throw new RoutingException(Errno.EEXIST, "route exists");
        });
        ByteBuffer frame = Frames.route(Operation.ADD, Frames.route("10.0.0.0/8"), 0);
        assertEquals("route exists", refused(Errno.EEXIST, frame));
        ByteBuffer reply = Recorded.lastReply(pcb);
        assertEquals(Operation.ADD.number(), Frame.operation(reply, 0));
        assertEquals(MessageType.ROUTE.number(), Frame.type(reply, 0));
        assertEquals(Frames.PID, Frame.pid(reply, 0));
        assertEquals(Frames.SEQ, Frame.seq(reply, 0));
    }

    @Test
    void whatBreaksInsideIsAnsweredToo() {
        pcb.kernel(request -> {
            throw new IllegalStateException("broken");
        });
        String text = refused(Errno.EIO, Frames.route(Operation.ADD, Frames.route("10.0.0.0/8"), 0));
        assertEquals("internal error: java.lang.IllegalStateException: broken", text);
    }

    @Test
    void levelAndFamilyAreChecked() {
        assertTrue(refused(Errno.EINVAL, Frames.route(Operation.ADD, Frames.route("10.0.0.0/8"), 2))
                .startsWith("level to wait for 2 is neither 0 (stored) nor 1 (programmed)"));
        pcb.restrictTo(Family.INET6);
        assertEquals(
                "prefix 10.0.0.0/8 is inet, the socket is for inet6",
                refused(Errno.EAFNOSUPPORT, Frames.route(Operation.GET, Frames.route("10.0.0.0/8"), 0)));
    }

    @Test
    void listenIsAnsweredAndThenGoesDownTheChain() {
        rts.output(pcb, Frames.listen(3, List.of("route", "vlan"), 77, 12));
        assertInstanceOf(Told.class, pcb.events().getFirst());
        ByteBuffer reply = Recorded.lastReply(pcb);
        assertEquals(Frame.FLAG_REPLY | Frame.FLAG_DONE, Frame.flags(reply, 0));
        assertEquals(0, Frame.payloadLength(reply, 0));
        Filter filter = new Filter(254, Family.INET, Prefix.parse("10.0.0.0/8"), Set.of(4, 186), -2);
        AsyncMode mode = new AsyncMode(3, Set.of("route", "vlan"), filter, new AsyncMode.ResumePoint(77, 12));
        assertEquals(new ModeSet(mode), pcb.events().get(1));
    }

    @Test
    void listenWithoutAPlaceBeginsWithASnapshot() {
        rts.output(pcb, Frames.listen(3, List.of(), 0, 0));
        assertEquals(null, assertInstanceOf(ModeSet.class, pcb.events().get(1)).mode().resume());
    }

    @Test
    void listenNamesTheBadWord() {
        assertTrue(refused(Errno.EINVAL, Frames.listen(0, List.of("IFD"), 0, 0))
                .startsWith("'IFD' is not the word of a message type"));
        refused(Errno.EINVAL, Frames.listen(0, List.of(""), 0, 0));
        refused(Errno.EINVAL, Frames.listen(0, List.of("7up"), 0, 0));
    }

    @Test
    void describeAnswersWithAFrameEachTypeAndAnEnd() {
        rts.output(pcb, Frames.frame(Operation.DESCRIBE, MessageType.NOP, out -> {}));
        List<ByteBuffer> replies = Recorded.replies(pcb);
        assertEquals(3, replies.size());
        assertEquals(Frame.FLAG_REPLY | Frame.FLAG_MORE, Frame.flags(replies.get(0), 0));
        assertEquals("ifd", TypeDescriptor.read(Frames.payload(replies.get(0))).type().word());
        assertEquals("route", TypeDescriptor.read(Frames.payload(replies.get(1))).type().word());
        assertEquals(Frame.FLAG_REPLY | Frame.FLAG_DONE, Frame.flags(replies.get(2), 0));
        assertEquals(0, Frame.payloadLength(replies.get(2), 0));
    }

    @Test
    void infoListenersIsARowEachSocket() {
        rts.output(pcb, Frames.info("listeners"));
        assertEquals(2, Recorded.replies(pcb).size());
        FieldReader row = Frames.payload(Recorded.replies(pcb).getFirst());
        assertEquals(11, row.u16());
        assertEquals("id", row.text());
        assertEquals(4, row.u8());
        assertEquals(3, row.u64());
        assertEquals("protocol", row.text());
        assertEquals(6, row.u8());
        assertEquals("rts", row.text());
        for (String name : List.of("origin", "user")) {
            assertEquals(name, row.text());
            assertEquals(6, row.u8());
            row.text();
        }
        assertEquals("pid", row.text());
        assertEquals(4, row.u8());
        assertEquals(0xffff_ffffL, row.u64());
        assertEquals("types", row.text());
        assertEquals(11, row.u8());
        assertEquals(2, row.u16());
        assertEquals("ifd", row.text());
        assertEquals("ifl", row.text());
    }

    @Test
    void infoStatsIsARowEachCounter() {
        FakeStatistics.add(rts, "switch", "sockets", 2);
        FakeStatistics.add(rts, "kernel", "commits", 5);
        FakeStatistics.addBroken(rts);
        rts.output(pcb, Frames.info("stats"));
        assertEquals(3, Recorded.replies(pcb).size());
        FieldReader row = Frames.payload(Recorded.replies(pcb).getFirst());
        assertEquals(2, row.u16());
        assertEquals("name", row.text());
        row.u8();
        assertEquals("kernel.commits", row.text());
        assertEquals("value", row.text());
        row.u8();
        assertEquals(5, row.u64());
    }

    @Test
    void unknownTopicIsNamed() {
        rts.addTopic(List::of, Map.of("rtsock.info", "features"));
        assertEquals("topic 'weather' is none of listeners, stats, features", refused(Errno.EINVAL, Frames.info("weather")));
    }

    @Test
    void topicThatABundleBringsIsARowEachOfItsMaps() {
        Supplier<?> rows = () -> List.of(Map.of("bundles", List.of("a", "b")), Map.of("level", 5));
        rts.addTopic(rows, Map.of("rtsock.info", "features"));
        rts.output(pcb, Frames.info("features"));
        assertEquals(3, Recorded.replies(pcb).size());
        FieldReader row = Frames.payload(Recorded.replies(pcb).getFirst());
        assertEquals(1, row.u16());
        assertEquals("bundles", row.text());
        assertEquals(11, row.u8());
        assertEquals(2, row.u16());
        assertEquals("a", row.text());
        FieldReader second = Frames.payload(Recorded.replies(pcb).get(1));
        assertEquals(1, second.u16());
        assertEquals("level", second.text());
        assertEquals(4, second.u8());
        assertEquals(5, second.u64());
    }

    @Test
    void topicGoesWithItsSource() {
        Supplier<?> first = List::of;
        Supplier<?> second = () -> List.of(Map.of("level", 5));
        Map<String, Object> properties = Map.of("rtsock.info", "features");
        rts.addTopic(first, properties);
        rts.addTopic(second, properties);
        rts.output(pcb, Frames.info("features"));
        assertEquals(1, Recorded.replies(pcb).size());
        rts.removeTopic(first, properties);
        rts.output(pcb, Frames.info("features"));
        assertEquals(3, Recorded.replies(pcb).size(), "the second one has the name now");
        rts.removeTopic(second, properties);
        refused(Errno.EINVAL, Frames.info("features"));
    }

    @Test
    void secondSourceThatGoesWasNeverHeard() {
        Supplier<?> first = List::of;
        Supplier<?> second = () -> List.of(Map.of("level", 5));
        Map<String, Object> properties = Map.of("rtsock.info", "features");
        rts.addTopic(first, properties);
        rts.addTopic(second, properties);
        rts.removeTopic(second, properties);
        rts.output(pcb, Frames.info("features"));
        assertEquals(1, Recorded.replies(pcb).size());
    }

    @Test
    void topicsOfTheProtocolCannotBeTaken() {
        rts.addTopic(List::of, Map.of("rtsock.info", "stats"));
        rts.addTopic(List::of, Map.of("rtsock.info", "listeners"));
        assertEquals("topic 'weather' is none of listeners, stats", refused(Errno.EINVAL, Frames.info("weather")));
    }

    @Test
    void topicWhoseSourceFailsIsTheSourcesFault() {
        Supplier<?> broken = () -> {
            throw new IllegalStateException("no rows");
        };
        rts.addTopic(broken, Map.of("rtsock.info", "features"));
        String text = refused(Errno.EIO, Frames.info("features"));
        assertEquals("topic 'features' cannot be told: java.lang.IllegalStateException: no rows", text);
        Supplier<?> incomplete = () -> {
            throw new NoClassDefFoundError("Row");
        };
        rts.addTopic(incomplete, Map.of("rtsock.info", "weather"));
        String other = refused(Errno.EIO, Frames.info("weather"));
        assertEquals("topic 'weather' cannot be told: java.lang.NoClassDefFoundError: Row", other);
    }

    @Test
    void wrongVersionIsSaid() {
        ByteBuffer frame = Frames.info("stats");
        frame.put(Frame.VERSION_OFFSET, (byte) 9);
        assertEquals("frame version 9 is not 1", refused(Errno.EPROTONOSUPPORT, frame));
    }

    @Test
    void wrongLengthsAreSaid() {
        refused(Errno.EINVAL, ByteBuffer.allocate(0));
        refused(Errno.EINVAL, ByteBuffer.allocate(47));
        ByteBuffer frame = Frames.info("stats");
        frame.putInt(Frame.LENGTH_OFFSET, frame.limit() + 8);
        refused(Errno.EINVAL, frame);
        frame.putInt(Frame.LENGTH_OFFSET, frame.limit()).putShort(Frame.PAYLOAD_LENGTH_OFFSET, (short) 0xfff0);
        refused(Errno.EINVAL, frame);
        frame.putShort(Frame.PAYLOAD_LENGTH_OFFSET, (short) 7).putShort(Frame.HEADER_LENGTH_OFFSET, (short) 40);
        refused(Errno.EINVAL, frame);
    }

    @Test
    void longerHeaderIsSkipped() {
        ByteBuffer frame = ByteBuffer.allocate(64).order(Frame.ORDER);
        Frame.putHeader(frame, 0, Operation.INFO, 0, 0, 0, 9);
        frame.putInt(Frame.LENGTH_OFFSET, 64).putShort(Frame.HEADER_LENGTH_OFFSET, (short) 56);
        frame.putShort(Frame.PAYLOAD_LENGTH_OFFSET, (short) 7).putShort(56, (short) 5).put(58, "stats".getBytes());
        rts.output(pcb, frame);
        assertEquals(Frame.FLAG_REPLY | Frame.FLAG_DONE, Frame.flags(Recorded.lastReply(pcb), 0));
    }

    @Test
    void whatNobodyKnowsIsNotSupported() {
        ByteBuffer unknown = Frames.info("stats");
        unknown.put(Frame.OPERATION_OFFSET, (byte) 200);
        assertEquals("operation 200 is unknown", refused(Errno.EOPNOTSUPP, unknown));
        assertEquals(200, Frame.operation(Recorded.lastReply(pcb), 0));
        refused(Errno.EOPNOTSUPP, Frames.frame(Operation.MARK, MessageType.NOP, out -> {}));
        assertEquals(
                "operation ADD is not for message type IFDEV (5)",
                refused(Errno.EOPNOTSUPP, Frames.frame(Operation.ADD, MessageType.IFDEV, out -> {})));
        refused(Errno.EOPNOTSUPP, Frames.frame(Operation.LISTEN, MessageType.ROUTE, out -> {}));
    }

    @Test
    void optionsOfTheSocketCanBeSetByAMessage() {
        rts.output(pcb, Frames.option("SO_RCVBUF", 70_000));
        assertEquals(new OptionSet(SocketOption.SO_RCVBUF, 70_000), pcb.events().getFirst());
        assertEquals(Frame.FLAG_REPLY | Frame.FLAG_DONE, Frame.flags(Recorded.lastReply(pcb), 0));
        assertEquals(0, Frame.payloadLength(Recorded.lastReply(pcb), 0));
        rts.output(pcb, Frames.option("SO_USELOOPBACK", 0));
        rts.output(pcb, Frames.option("SO_USELOOPBACK", 1));
        assertEquals(
                List.of(
                        new OptionSet(SocketOption.SO_RCVBUF, 70_000),
                        new OptionSet(SocketOption.SO_USELOOPBACK, false),
                        new OptionSet(SocketOption.SO_USELOOPBACK, true)),
                pcb.options());
    }

    @Test
    void optionsHaveNamesAndRanges() {
        assertEquals(
                "option 'SO_DEBUG' is neither SO_RCVBUF nor SO_USELOOPBACK",
                refused(Errno.ENOPROTOOPT, Frames.option("SO_DEBUG", 1)));
        assertEquals(
                "value 2 of option SO_USELOOPBACK is not 0 to 1", refused(Errno.EINVAL, Frames.option("SO_USELOOPBACK", 2)));
        assertEquals(
                "value 18446744073709551615 of option SO_RCVBUF is not 0 to 2147483647",
                refused(Errno.EINVAL, Frames.option("SO_RCVBUF", -1)));
        refused(Errno.EOPNOTSUPP, Frames.frame(Operation.OPTION, MessageType.ROUTE, out -> {}));
        assertEquals(List.of(), pcb.options());
    }

    @Test
    void whatTheApplianceTellsIsNotToBeAskedFor() {
        for (Operation operation : List.of(Operation.MISS, Operation.RESOLVE, Operation.DESYNC, Operation.SPAN, Operation.RESET)) {
            assertEquals(
                    "operation " + operation + " is not one to ask for",
                    refused(Errno.EOPNOTSUPP, Frames.frame(operation, MessageType.ROUTE, out -> {})));
        }
    }

    @Test
    void unknownOptionIsRefused() {
        SocketOption<Integer> option = new SocketOption<>(SocketOption.Level.PF_ROUTE, "ROUTE_X", Integer.class);
        RoutingException e = assertThrows(RoutingException.class, () -> rts.ctloutput(pcb, option, 1));
        assertEquals(Errno.ENOPROTOOPT, e.errno());
    }

    @Test
    void messageLengthTellsWholeFramesFromGarbage() {
        ByteBuffer stream = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 96);
        assertEquals(96, rts.messageLength(stream.position(4).order(ByteOrder.BIG_ENDIAN)));
        assertEquals(0, rts.messageLength(ByteBuffer.allocate(3)));
        for (int bad : new int[] {0, 40, 47, 100, Frame.MAX_LENGTH + 8, -8, Integer.MIN_VALUE}) {
            assertEquals(-1, rts.messageLength(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, bad)));
        }
    }

    @Test
    void userRequestsGoToTheSwitchAndADetachedSocketIsForgotten() {
        rts.usrreq(UserRequest.DETACH, pcb, null);
        assertEquals(List.of(UserRequest.ATTACH, UserRequest.DETACH), pcb.userRequests());
        RoutingException e = assertThrows(RoutingException.class, () -> rts.output(pcb, Frames.info("stats")));
        assertEquals(Errno.ENOTCONN, e.errno());
    }

    @Test
    void abortedSocketIsForgottenToo() {
        rts.usrreq(UserRequest.DISCONNECT, pcb, null);
        rts.usrreq(UserRequest.ABORT, pcb, null);
        assertEquals(List.of(UserRequest.ATTACH, UserRequest.DISCONNECT, UserRequest.ABORT), pcb.userRequests());
        RoutingException e = assertThrows(RoutingException.class, () -> rts.output(pcb, Frames.info("stats")));
        assertEquals(Errno.ENOTCONN, e.errno());
    }
}
