// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.testkit.socket.RecordingControlBlock;

/// Each request fails a check and every later one, so the errno tells which came first.
class OrderOfChecksTest {
    /// A type that nobody may ask for would be answered to its sender alone; this one, RTM_REDIRECT, fails for want of GATEWAY and AUTHOR.
    private static final int REDIRECT = 6;
    private static final int REJECT_AND_BLACKHOLE = 0x1008;
    private static final int LLDATA = 0x400;

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @BeforeEach
    void attach() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
        pcb.kernel(request -> {
            throw new RoutingException(Errno.EACCES, "user bird may not add routes");
        });
    }

    private String refused(Errno errno, ByteBuffer message) {
        int before = pcb.told().size();
        RoutingException thrown = assertThrows(RoutingException.class, () -> pfroute.output(pcb, message));
        assertEquals(errno, thrown.errno(), thrown.getMessage());
        assertEquals(before + 1, pcb.told().size(), "one reply");
        return thrown.getMessage();
    }

    /// Everybody hears the request with an errno.
    private void refusedAloud(Errno errno, int number, @Nullable Family about, RequestBytes request) {
        refused(errno, request.bytes());
        assertTrue(Recorded.last(pcb).toAll());
        assertEquals(about, Recorded.last(pcb).family());
        ByteBuffer expected = request.bytes().order(ByteOrder.nativeOrder());
        expected.putInt(24, number);
        assertEquals(expected, Recorded.bytes(pcb));
    }

    private static RequestBytes worst() {
        return new RequestBytes(REDIRECT).set("flags", REJECT_AND_BLACKHOLE | LLDATA).address(3, RequestBytes.in("0.0.0.0"));
    }

    @Test
    void lengthFirst() {
        refused(Errno.EINVAL, ByteBuffer.allocate(0));
        refused(Errno.EINVAL, worst().set("version", 3).bytes().limit(151));
        String text = refused(Errno.EINVAL, worst().set("version", 3).set("msglen", 400).bytes());
        assertEquals("rtm_msglen 400 is not that of the message, 168", text);
        assertEquals(152, Recorded.bytes(pcb).remaining(), "who reads a stream must find the next message");
        assertEquals(22, Recorded.reply(pcb).number("errno"));
        assertEquals(RequestBytes.SEQ, Recorded.reply(pcb).number("seq"));
        assertEquals(false, Recorded.last(pcb).toAll(), "the others must not be given what is no message");
    }

    @Test
    void tooLong() {
        ByteBuffer message = ByteBuffer.allocate(Request.MAX_LENGTH + 8).order(ByteOrder.nativeOrder());
        message.putShort(0, (short) message.capacity());
        refused(Errno.EMSGSIZE, message);
        assertEquals(40, Recorded.reply(pcb).number("errno"));
    }

    @Test
    void thenTheVersionAndTheMessageStaysUntouched() {
        RequestBytes request = worst().set("version", 4);
        assertEquals("rtm_version 4 is not 5", refused(Errno.EPROTONOSUPPORT, request.bytes()));
        assertEquals(request.bytes(), Recorded.bytes(pcb));
        assertTrue(Recorded.last(pcb).toAll());
        assertNull(Recorded.last(pcb).family());
        refused(Errno.EPROTONOSUPPORT, new RequestBytes(0).set("version", 4).bytes());
        assertFalse(Recorded.last(pcb).toAll(), "what could be taken for the kernel's word");
    }

    @Test
    void thenSockaddrsThatTheMessageDoesNotHold() {
        refusedAloud(Errno.EINVAL, 22, null, worst().set("addrs", 0x9));
        refusedAloud(Errno.EINVAL, 22, null, worst().set("addrs", 0x100));
        byte[] beyond = RequestBytes.in("10.0.0.0");
        ByteBuffer message = worst().dst(beyond).bytes();
        message.put(168, (byte) 17); // sa_len of GENMASK: one byte more than there is
        refused(Errno.EINVAL, message);
    }

    @Test
    void thenTheDestination() {
        refusedAloud(Errno.EINVAL, 22, null, worst());
        refusedAloud(Errno.EAFNOSUPPORT, 47, null, worst().dst(RequestBytes.cut(RequestBytes.in("10.0.0.0"), 16, 99)));
        refusedAloud(Errno.EAFNOSUPPORT, 47, null, worst().dst(RequestBytes.dl(3, "eth3")));
        refusedAloud(Errno.EAFNOSUPPORT, 47, null, worst().dst(new byte[8]));
        refusedAloud(Errno.EINVAL, 22, null, worst().dst(RequestBytes.cut(RequestBytes.in("10.0.0.0"), 7, 2)));
        refusedAloud(Errno.EINVAL, 22, null, worst().dst(RequestBytes.cut(RequestBytes.in6("2001:db8::", 0), 27, 28)));
    }

    @Test
    void thenTheMask() {
        RequestBytes four = worst().dst(RequestBytes.in("10.0.0.0"));
        refusedAloud(Errno.EINVAL, 22, null, four.mask(RequestBytes.in("255.0.255.0")));
        refusedAloud(Errno.EINVAL, 22, null, four.mask(RequestBytes.cut(RequestBytes.in("0.0.0.0"), 3, 0)));
        refusedAloud(Errno.EINVAL, 22, null, four.mask(RequestBytes.in6("ffff::", 0)));
        RequestBytes six = worst().dst(RequestBytes.in6("2001:db8::", 0));
        refusedAloud(Errno.EINVAL, 22, null, six.mask(RequestBytes.in6("ffff:0:ffff::", 0)));
        refusedAloud(Errno.EINVAL, 22, null, six.mask(RequestBytes.in6("ffff:ffff:ffff:fffe:8000::", 0)));
        refusedAloud(Errno.EINVAL, 22, null, six.mask(RequestBytes.cut(RequestBytes.in6("ffff::", 0), 7, 0)));
        refusedAloud(Errno.EINVAL, 22, null, six.mask(RequestBytes.in("255.0.0.0")));
    }

    @Test
    void thenTheGateway() {
        RequestBytes request = worst().dst(RequestBytes.in("10.0.0.0"));
        refusedAloud(Errno.EAFNOSUPPORT, 47, null, request.gateway(RequestBytes.cut(RequestBytes.in("192.0.2.1"), 16, 77)));
        refusedAloud(Errno.EINVAL, 22, null, request.gateway(RequestBytes.cut(RequestBytes.in("192.0.2.1"), 7, 2)));
        refusedAloud(Errno.EINVAL, 22, null, request.gateway(RequestBytes.cut(RequestBytes.dl(3, ""), 7, 18)));
        byte[] longName = RequestBytes.dl(0, "eth3");
        longName[5] = 47;
        refusedAloud(Errno.EINVAL, 22, null, request.gateway(longName));
    }

    @Test
    void thenNeighboursThenBothWaysToNowhere() {
        RequestBytes request = worst().dst(RequestBytes.in("10.0.0.0"));
        refusedAloud(Errno.EOPNOTSUPP, 45, Family.INET, request);
        assertTrue(refused(Errno.EINVAL, request.set("flags", REJECT_AND_BLACKHOLE).bytes()).contains("RTF_REJECT"));
    }

    @Test
    void thenTheTypeWhichOnlyTheSenderHearsOf() {
        for (int type : List.of(0, 5, 7, 9, 11, 12, 14, 17, 127, 131, 255)) {
            RequestBytes request = new RequestBytes(type).dst(RequestBytes.in6("2001:db8::", 0));
            refused(Errno.EOPNOTSUPP, request.bytes());
            assertFalse(Recorded.last(pcb).toAll(), "type " + type + " is the kernel's, others would believe it");
            assertEquals(45, Recorded.bytes(pcb).getInt(24));
            refused(Errno.EINVAL, new RequestBytes(type).bytes());
            assertFalse(Recorded.last(pcb).toAll(), "type " + type + " without DST");
        }
    }

    @Test
    void thenWhatATypeMustHave() {
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().withoutGateway());
        RequestBytes redirect =
                new RequestBytes(REDIRECT).dst(RequestBytes.in("10.0.0.1")).set("flags", 0x30); // DYNAMIC and MODIFIED do not matter
        refusedAloud(Errno.EINVAL, 22, Family.INET, redirect);
        refusedAloud(Errno.EINVAL, 22, Family.INET, redirect.gateway(RequestBytes.dl(3, "eth3")).author(RequestBytes.in("192.0.2.2")));
        refusedAloud(Errno.EINVAL, 22, Family.INET, redirect.gateway(RequestBytes.in("192.0.2.1")).without(6));
        refusedAloud(Errno.EAFNOSUPPORT, 47, Family.INET, redirect.author(RequestBytes.dl(3, "eth3")));
        refusedAloud(Errno.EINVAL, 22, Family.INET, redirect.author(RequestBytes.in6("2001:db8::1", 0)));
        refusedAloud(Errno.EINVAL, 22, Family.INET, redirect.author(RequestBytes.cut(RequestBytes.in("192.0.2.2"), 7, 2)));
        assertEquals(List.of(), pcb.requests());
    }

    @Test
    void thenWhatOnlyAddAndChangeLookAt() {
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("flags", 0x801));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().ifp(RequestBytes.in("192.0.2.9")));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x100).set("weight", 0));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x100).set("weight", 257));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x100).set("weight", 1L << 32 | 1));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x200));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 1L << 63));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x1).set("mtu", -1));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x100).set("weight", 2).set("locks", 0x100));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("flags", 0x813));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("flags", 0x823).set("type", RequestBytes.CHANGE));
        RequestBytes change = new RequestBytes(RequestBytes.CHANGE).dst(RequestBytes.in("10.0.0.0"));
        refusedAloud(Errno.EINVAL, 22, Family.INET, change.ifp(RequestBytes.dl(3, "")));
        refusedAloud(Errno.EINVAL, 22, Family.INET, change.ifp(new byte[8]).set("inits", 0x100).set("weight", 2));
    }

    @Test
    void thenWhatLockLooksAt() {
        RequestBytes lock = new RequestBytes(RequestBytes.LOCK).dst(RequestBytes.in("10.0.0.0"));
        refusedAloud(Errno.EINVAL, 22, Family.INET, lock.set("inits", 0x400));
        refusedAloud(Errno.EINVAL, 22, Family.INET, lock.set("inits", 0x100).set("locks", 0x100));
    }

    @Test
    void thenTheKernel() {
        assertEquals(List.of(), pcb.requests());
        refusedAloud(Errno.EACCES, 13, Family.INET, RequestBytes.add());
        refusedAloud(Errno.EACCES, 13, Family.INET, RequestBytes.redirect());
        assertEquals(2, pcb.requests().size());
    }

    @Test
    void errnoIsFreebsds() {
        for (var pair : List.of(
                List.of(Errno.ESRCH, 3),
                List.of(Errno.EEXIST, 17),
                List.of(Errno.ENETUNREACH, 51),
                List.of(Errno.ENOBUFS, 55),
                List.of(Errno.EDQUOT, 69),
                List.of(Errno.EAGAIN, 35))) {
            pcb.kernel(request -> {
                throw new RoutingException((Errno) pair.getFirst(), "no");
            });
            refusedAloud((Errno) pair.getFirst(), (Integer) pair.getLast(), Family.INET, RequestBytes.add());
        }
    }

    @Test
    void whatGoesWrongInsideIsAnsweredToo() {
        pcb.kernel(request -> {
            throw new IllegalStateException("a bug");
        });
        refusedAloud(Errno.EIO, 5, Family.INET, RequestBytes.add());
    }
}
