// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.driver.HostMirror.Dump;
import org.rtsock.api.driver.HostMirror.Sighting;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;

/// What Linux 6 sent on a little-endian machine, byte by byte.
final class NeighborMirrorTest {
    private static final int NEW = 28;
    private static final int DELETE = 29;

    private static final String REACHABLE = "020000000200000002000001" // struct ndmsg
            + "08000100c00002010a000200020000000001000008000400040000001400030000000000000000000000000002000000";
    private static final String ROUTER = "0a0000000200000002008001" // struct ndmsg
            + "1400010020010db80000000000000000000000010a000200020000000001000008000400040000001400030000000000"
            + "000000000000000002000000";
    private static final String FAILED = "020000000200000020000001" // struct ndmsg
            + "08000100c000024d080004000600000014000300a2180000320100000000000001000000";
    private static final String LEARNED = "020000000200000080001001" // struct ndmsg
            + "08000100c00002010a000200020000000009000008000400000000001400030000000000000000000000000001000000";
    private static final String MULTICAST = "0a0000000200000040000005" // struct ndmsg
            + "14000100ff0200000000000000000001ff0000010a0002003333ff0000010000080004000000000014000300aa1c0000"
            + "3a0500003a05000000000000";
    private static final String BRIDGE_ENTRY = "070000000500000040000000" // struct ndmsg
            + "0a0002000200000000aa0000080009000300000008000f00000000001400030000000000000000000000000000000000";

    private final NeighborMirror mirror = new NeighborMirror();

    @Test
    void listensToNeighborsAndAsksForThemAll() {
        assertEquals(Neighbor.TYPE, mirror.type());
        assertEquals(Set.of(3), mirror.groups());
        assertEquals(List.of(new Dump(30, new byte[12])), mirror.dumps());
    }

    @Test
    void readsAReachableNeighbor() {
        assertSeen(neighbor("192.0.2.1", 0x0200_0000_0001L, NeighborState.REACHABLE, false, false), NEW, REACHABLE);
    }

    @Test
    void readsARouter() {
        assertSeen(neighbor("2001:db8::1", 0x0200_0000_0001L, NeighborState.REACHABLE, true, false), NEW, ROUTER);
    }

    @Test
    void readsANeighborThatDoesNotAnswer() {
        Neighbor silent = new Neighbor(2, IpAddress.parse("192.0.2.77"), MacAddress.NONE, NeighborState.FAILED, false, false);
        assertSeen(silent, NEW, FAILED);
    }

    @Test
    void readsWhatADaemonLearned() {
        assertSeen(neighbor("192.0.2.1", 0x0200_0000_0009L, NeighborState.PERMANENT, false, true), NEW, LEARNED);
    }

    @Test
    void oneThatTheHostForgetsIsGone() {
        assertGone("192.0.2.1", read(DELETE, REACHABLE));
    }

    @Test
    void oneThatNeedsNoResolutionIsGone() {
        assertGone("ff02::1:ff00:1", read(NEW, MULTICAST));
        assertGone("192.0.2.1", read(NEW, withState(0x40, REACHABLE)));
        assertGone("192.0.2.1", read(NEW, withState(0, REACHABLE)));
    }

    @Test
    void bridgeEntriesAndProxiesAreNoNeighbors() {
        assertNull(read(NEW, BRIDGE_ENTRY));
        assertNull(read(NEW, REACHABLE.replaceFirst("^(.{20})00", "$108")), "NTF_PROXY");
    }

    @Test
    void otherMessagesAreNotRead() {
        assertNull(read(16, "00"));
    }

    @Test
    void theMessageIsFromPositionToLimit() {
        ByteBuffer one = message("ffff" + REACHABLE + "ffff");
        assertEquals(read(NEW, REACHABLE), mirror.read(NEW, one.position(2).limit(one.limit() - 2)));
    }

    @Test
    void readsTheHostsByteOrder() {
        ByteBuffer big = ByteBuffer.wrap(HexFormat.of().parseHex("02000000" + "00000002" + "0002" + "00" + "01" + "00080001" + "c0000201"));
        Sighting sighting = mirror.read(NEW, big);
        assertNotNull(sighting);
        assertEquals(new Neighbor.Id(2, IpAddress.parse("192.0.2.1")), neighbor(sighting).object().key().id());
    }

    @Test
    void refusesWhatIsNotWhole() {
        for (int length = 0; length < 20; length++) { // up to and with the address
            String part = REACHABLE.substring(0, 2 * length);
            RoutingException refused = assertThrows(RoutingException.class, () -> read(NEW, part));
            assertEquals(Errno.EINVAL, refused.errno());
        }
        RoutingException refused = assertThrows(RoutingException.class, () -> read(NEW, withState(0x03, REACHABLE)));
        assertTrue(refused.getMessage().contains("state 3"), refused::toString);
    }

    private void assertSeen(Neighbor expected, int type, String hex) {
        assertEquals(new Sighting(expected.object(), false), read(type, hex));
    }

    private static void assertGone(String address, @Nullable Sighting sighting) {
        assertNotNull(sighting);
        assertTrue(sighting.gone());
        assertEquals(new Neighbor.Id(2, IpAddress.parse(address)), neighbor(sighting).object().key().id());
    }

    private @Nullable Sighting read(int type, String hex) {
        return mirror.read(type, message(hex));
    }

    private static ByteBuffer message(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String withState(int state, String hex) {
        return hex.substring(0, 16) + HexFormat.of().toHexDigits((byte) state) + hex.substring(18);
    }

    private static Neighbor neighbor(Sighting sighting) {
        return (Neighbor) ((ExtensionObject) sighting.object()).body();
    }

    private static Neighbor neighbor(String address, long mac, NeighborState state, boolean router, boolean learned) {
        return new Neighbor(2, IpAddress.parse(address), new MacAddress(mac, 6), state, router, learned);
    }
}
