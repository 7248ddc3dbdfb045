// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/// Each request fails a check and every later one, so the errno tells which came first.
class OrderOfChecksTest {
    /// A type that nobody may ask for (RTM_LOCK), no GATEWAY, both REJECT and BLACKHOLE.
    private static final int LOCK = 8;
    private static final int REJECT_AND_BLACKHOLE = 0x1008;
    private static final int LLDATA = 0x400;

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final FakeControlBlock pcb = new FakeControlBlock();

    @BeforeEach
    void attach() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
        pcb.kernel = request -> {
            throw new RoutingException(Errno.EACCES, "user bird may not add routes");
        };
    }

    private String refused(Errno errno, ByteBuffer message) {
        int before = pcb.told.size();
        RoutingException thrown = assertThrows(RoutingException.class, () -> pfroute.output(pcb, message));
        assertEquals(errno, thrown.errno(), thrown.getMessage());
        assertEquals(before + 1, pcb.told.size(), "one reply");
        return thrown.getMessage();
    }

    /// Everybody hears the request with an errno.
    private void refusedAloud(Errno errno, int number, @Nullable Family about, RequestBytes request) {
        refused(errno, request.bytes());
        assertTrue(pcb.last().toAll());
        assertEquals(about, pcb.last().family());
        ByteBuffer expected = request.bytes().order(ByteOrder.nativeOrder());
        expected.putInt(24, number);
        assertEquals(expected, pcb.last().bytes());
    }

    private static RequestBytes worst() {
        return new RequestBytes(LOCK).set("flags", REJECT_AND_BLACKHOLE | LLDATA).address(3, RequestBytes.in("0.0.0.0"));
    }

    @Test
    void lengthFirst() {
        refused(Errno.EINVAL, ByteBuffer.allocate(0));
        refused(Errno.EINVAL, worst().set("version", 3).bytes().limit(151));
        String text = refused(Errno.EINVAL, worst().set("version", 3).set("msglen", 400).bytes());
        assertEquals("rtm_msglen 400 is not that of the message, 168", text);
        assertEquals(152, pcb.last().bytes().remaining(), "who reads a stream must find the next message");
        assertEquals(22, pcb.reply().number("errno"));
        assertEquals(RequestBytes.SEQ, pcb.reply().number("seq"));
        assertEquals(false, pcb.last().toAll(), "the others must not be given what is no message");
    }

    @Test
    void tooLong() {
        ByteBuffer message = ByteBuffer.allocate(Request.MAX_LENGTH + 8).order(ByteOrder.nativeOrder());
        message.putShort(0, (short) message.capacity());
        refused(Errno.EMSGSIZE, message);
        assertEquals(40, pcb.reply().number("errno"));
    }

    @Test
    void thenTheVersionAndTheMessageStaysUntouched() {
        RequestBytes request = worst().set("version", 4);
        assertEquals("rtm_version 4 is not 5", refused(Errno.EPROTONOSUPPORT, request.bytes()));
        assertEquals(request.bytes(), pcb.last().bytes());
        assertTrue(pcb.last().toAll());
        assertNull(pcb.last().family());
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
    void thenTheType() {
        for (int type : List.of(0, 5, 6, 7, LOCK, 11, 12, 14, 255)) {
            refusedAloud(Errno.EOPNOTSUPP, 45, Family.INET6, new RequestBytes(type).dst(RequestBytes.in6("2001:db8::", 0)));
        }
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().withoutGateway());
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().withoutGateway().set("type", RequestBytes.CHANGE));
    }

    @Test
    void thenWhatOnlyAddAndChangeLookAt() {
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("flags", 0x801));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().ifp(RequestBytes.in("192.0.2.9")));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x100).set("weight", 0));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x100).set("weight", 257));
        refusedAloud(Errno.EINVAL, 22, Family.INET, RequestBytes.add().set("inits", 0x100).set("weight", 1L << 32 | 1));
        refusedAloud(Errno.EOPNOTSUPP, 45, Family.INET, RequestBytes.add().set("inits", 0x1));
    }

    @Test
    void thenTheKernel() {
        assertEquals(List.of(), pcb.requests);
        refusedAloud(Errno.EACCES, 13, Family.INET, RequestBytes.add());
        assertEquals(1, pcb.requests.size());
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
            pcb.kernel = request -> {
                throw new RoutingException((Errno) pair.getFirst(), "no");
            };
            refusedAloud((Errno) pair.getFirst(), (Integer) pair.getLast(), Family.INET, RequestBytes.add());
        }
    }

    @Test
    void whatGoesWrongInsideIsAnsweredToo() {
        pcb.kernel = request -> {
            throw new IllegalStateException("a bug");
        };
        refusedAloud(Errno.EIO, 5, Family.INET, RequestBytes.add());
    }
}
