// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.rtsock.kernel.Refusals.assertRefused;
import static org.rtsock.kernel.Samples.FPM;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifd;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.via;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Route;

final class OwnershipTest {
    private static final Cause CONSOLE = new Cause.Request("console", 1, 1);

    private final KernelCore kernel = kernel("eth0", "eth1");
    private final Route route = route("10.0.0.0/8", via("192.0.1.9", 1));
    private final Route moved = route("10.0.0.0/8", via("192.0.1.8", 1));

    private List<?> owned(Cause cause) {
        List<Object> keys = new ArrayList<>();
        kernel.commit(cause, tx -> keys.addAll(tx.owned(MessageType.ROUTE)));
        return keys;
    }

    @Test
    void onlyTheDriverChangesWhatItPut() {
        kernel.commit(NETLINK, tx -> tx.put(route));
        String text = "route 10.0.0.0/8 priority 0 in table 254 was put by driver netlink, only it may change it";
        for (Cause other : List.of(REQUEST, FPM, new Cause.Request("netlink", 1, 1))) {
            assertRefused(kernel, other, Errno.EOPNOTSUPP, text, tx -> tx.change(moved));
            assertRefused(kernel, other, Errno.EOPNOTSUPP, text, tx -> tx.put(moved));
            assertRefused(kernel, other, Errno.EOPNOTSUPP, text, tx -> tx.put(route));
            assertRefused(kernel, other, Errno.EOPNOTSUPP, text, tx -> tx.delete(route.key()));
            assertRefused(kernel, other, Errno.EOPNOTSUPP, text, tx -> tx.remove(route.key()));
        }
        kernel.commit(NETLINK, tx -> tx.change(moved));
        kernel.commit(NETLINK, tx -> tx.delete(route.key()));
    }

    @Test
    void whatWasAskedForIsOpenToOtherRequests() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(CONSOLE, tx -> tx.change(moved));
        assertEquals(List.of(route.key()), owned(REQUEST), "a change is no put");
        kernel.commit(CONSOLE, tx -> tx.put(route));
        assertEquals(List.of(), owned(REQUEST));
        assertEquals(List.of(route.key()), owned(CONSOLE));
        kernel.commit(REQUEST, tx -> tx.delete(route.key()));
    }

    @Test
    void driverTakesOverWhatItPutsAgain() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(NETLINK, tx -> tx.put(moved));
        assertEquals(List.of(route.key()), owned(NETLINK));
        assertRefused(
                kernel,
                REQUEST,
                Errno.EOPNOTSUPP,
                "route 10.0.0.0/8 priority 0 in table 254 was put by driver netlink, only it may change it",
                tx -> tx.delete(route.key()));
    }

    @Test
    void driverThatChangesDoesNotTakeOver() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(NETLINK, tx -> tx.change(moved));
        assertEquals(List.of(route.key()), owned(REQUEST));
    }

    @Test
    void cascadeTakesChildrenOfAnyOwner() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(FPM, tx -> tx.add(route("10.1.0.0/16", via("192.0.1.7", 1))));
        kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        kernel.commit(REQUEST, tx -> assertNull(tx.get(route.key())));
        assertEquals(List.of(), owned(FPM));
    }

    @Test
    void cascadeKeepsTheOwnerOfWhatItChanges() {
        kernel.commit(REQUEST, tx -> tx.add(route("10.0.0.0/8", via("192.0.1.9", 1), via("192.0.2.9", 2))));
        kernel.commit(NETLINK, tx -> {
            tx.delete(new Ifd.Key(1));
            tx.put(ifd(2, "wan0"));
        });
        assertEquals(List.of(route.key()), owned(REQUEST));
    }
}
