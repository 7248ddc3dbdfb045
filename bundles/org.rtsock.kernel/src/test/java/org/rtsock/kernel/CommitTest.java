// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifd;
import static org.rtsock.kernel.Samples.ifl;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.via;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;

final class CommitTest {
    private final KernelCore kernel = new KernelCore(1000);

    @Test
    void versionsCountCommitsThatChangeSomething() {
        assertEquals(0, kernel.version());
        assertEquals(1, kernel.commit(NETLINK, tx -> tx.put(ifd(1, "eth0"))));
        assertEquals(1, kernel.commit(NETLINK, tx -> tx.put(ifd(1, "eth0"))));
        assertEquals(1, kernel.commit(NETLINK, _ -> {}));
        assertEquals(2, kernel.commit(NETLINK, tx -> tx.put(ifd(1, "wan0"))));
        assertEquals(2, kernel.version());
    }

    @Test
    void epochDiffersFromLifeToLifeAndFitsDoubles() {
        KernelCore other = new KernelCore(0);
        assertNotEquals(kernel.epoch(), other.epoch());
        assertTrue(kernel.epoch() > 0);
        assertEquals(kernel.epoch(), (long) (double) kernel.epoch());
    }

    @Test
    void workThatThrowsLeavesNothing() {
        KernelCore filled = kernel("eth0", "eth1");
        filled.commit(REQUEST, tx -> tx.add(route("10.0.0.0/8", via("192.0.1.2", 1), via("192.0.2.2", 2))));
        try (Reporters reporters = Reporters.of(filled)) {
            var before = reporters.objects();
            reporters.heard.clear();
            IllegalStateException thrown = new IllegalStateException("enough");
            assertEquals(thrown, assertThrows(IllegalStateException.class, () -> filled.commit(NETLINK, tx -> {
                tx.delete(new Ifd.Key(1));
                tx.put(ifd(2, "wan0"));
                tx.add(ifd(3, "eth3"));
                tx.add(ifl(3, "eth3"));
                throw thrown;
            })));
            assertEquals(List.of(), reporters.heard);
            assertEquals(3, filled.commit(NETLINK, tx -> tx.add(ifd(9, "last"))));
            try (Reporters late = Reporters.of(filled)) {
                assertTrue(late.objects().entrySet().containsAll(before.entrySet()));
                assertEquals(before.size() + 1, late.objects().size());
            }
            // The indexes came back too: this still cascades to the route.
            reporters.heard.clear();
            filled.commit(NETLINK, tx -> {
                tx.delete(new Ifd.Key(1));
                tx.delete(new Ifd.Key(2));
            });
            assertTrue(reporters.lines().contains("DELETE route 10.0.0.0/8 priority 0 in table 254"));
        }
    }

    @Test
    void operationThatIsRefusedLeavesTheTransactionAsItWas() {
        kernel.commit(NETLINK, tx -> {
            tx.add(ifd(1, "eth0"));
            RoutingException refusal = assertThrows(RoutingException.class, () -> tx.add(ifl(2, "eth1")));
            assertEquals(Errno.ENODEV, refusal.errno());
            assertNull(tx.get(ifl(2, "eth1").key()));
            tx.add(ifl(1, "eth0"));
        });
        assertEquals(1, kernel.version());
        kernel.commit(NETLINK, tx -> assertEquals(ifl(1, "eth0"), tx.get(ifl(1, "eth0").key())));
    }

    /// Whatever the moment in which a plug-in's key fails, the operation leaves nothing.
    @Test
    void operationThatBreaksOffLeavesTheTransactionAsItWas() {
        class Fuse {
            private int calls = Integer.MAX_VALUE;

            @Override
            public int hashCode() {
                if (--calls == 0) {
                    throw new IllegalStateException("blown");
                }
                return 1;
            }

            @Override
            public boolean equals(@Nullable Object other) {
                return this == other;
            }
        }
        record Nothing() implements ExtensionObject.Body {}
        MessageType type = new MessageType(64, "FUSE", "fuse", 5, 0);
        for (int calls = 1; calls <= 3; calls++) {
            Fuse fuse = new Fuse();
            ExtensionObject object = new ExtensionObject(new ExtensionObject.Key(type, fuse), new Nothing());
            int blow = calls;
            assertEquals(blow, kernel.commit(NETLINK, tx -> {
                tx.add(ifd(blow, "eth" + blow));
                fuse.calls = blow;
                assertThrows(IllegalStateException.class, () -> tx.add(object));
                fuse.calls = Integer.MAX_VALUE;
                assertNull(tx.get(object.key()));
            }));
        }
    }

    @Test
    void transactionSeesItsOwnWork() {
        kernel.commit(NETLINK, tx -> {
            assertNull(tx.get(new Ifd.Key(1)));
            assertEquals(ifd(1, "eth0"), tx.add(ifd(1, "eth0")));
            assertEquals(ifd(1, "eth0"), tx.get(new Ifd.Key(1)));
            assertEquals(List.of(new Ifd.Key(1)), tx.owned(MessageType.IFDEV));
            assertEquals(ifd(1, "eth0"), tx.delete(new Ifd.Key(1)));
            assertNull(tx.get(new Ifd.Key(1)));
            assertFalse(tx.remove(new Ifd.Key(1)));
        });
        assertEquals(0, kernel.version());
    }

    @Test
    void commitInACommitIsAnError() {
        assertThrows(IllegalStateException.class, () -> kernel.commit(NETLINK, tx -> {
            tx.add(ifd(1, "eth0"));
            kernel.commit(NETLINK, inner -> inner.add(ifd(2, "eth1")));
        }));
        assertEquals(0, kernel.version());
        assertThrows(IllegalStateException.class, () -> kernel.commit(NETLINK, _ -> Reporters.of(kernel)));
        assertDoesNotThrow(() -> kernel.commit(NETLINK, tx -> tx.add(ifd(1, "eth0"))), "the lock is free again");
    }

    @Test
    void transactionIsWorthNothingWhenItsWorkIsOver() {
        AtomicReference<Transaction> kept = new AtomicReference<>();
        kernel.commit(NETLINK, kept::set);
        Transaction over = kept.get();
        assertThrows(IllegalStateException.class, () -> over.add(ifd(1, "eth0")));
        assertThrows(IllegalStateException.class, () -> over.get(new Ifd.Key(1)));
        assertThrows(IllegalStateException.class, () -> over.owned(MessageType.IFDEV));
    }

    @Test
    void transactionBelongsToItsThread() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        kernel.commit(NETLINK, tx -> {
            Thread stranger = Thread.ofPlatform().uncaughtExceptionHandler((_, e) -> thrown.set(e)).start(() -> tx.add(ifd(1, "eth0")));
            threads.add(stranger);
            assertDoesNotThrow(() -> stranger.join());
        });
        threads.getFirst().join();
        assertEquals(IllegalStateException.class, thrown.get().getClass());
        assertEquals(0, kernel.version());
    }

    @Test
    void statisticsCountWhatHappened() {
        KernelCore filled = kernel("eth0");
        filled.commit(REQUEST, tx -> assertThrows(RoutingException.class, () -> tx.delete(new Ifd.Key(77))));
        filled.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        assertEquals(
                "{version=2, commits=2, rejected=1, detached=0, "
                        + "objects.ifd=0, objects.ifl=0, objects.iff=0, objects.ifa=0, objects.rttable=2, "
                        + "route.attributes=0, route.bytes.rows=0, route.bytes.exact=0, route.bytes.longest=0}",
                filled.read().toString());
        assertEquals("kernel", filled.name());
    }
}
