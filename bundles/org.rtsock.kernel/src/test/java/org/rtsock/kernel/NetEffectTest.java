// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifd;
import static org.rtsock.kernel.Samples.ifl;
import static org.rtsock.kernel.Reporters.present;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Ifd;
import org.rtsock.kernel.Reporters.Held;

/// Several operations on one key in one commit are told as one.
final class NetEffectTest {
    private static final Ifd.Key KEY = new Ifd.Key(1);

    private final KernelCore kernel = new KernelCore(1000);
    private final Reporters reporters = Reporters.of(kernel);

    @AfterEach
    void detach() {
        reporters.close();
    }

    private void put(Transaction tx, String name) {
        tx.put(ifd(1, name));
    }

    private void existing() {
        kernel.commit(NETLINK, tx -> put(tx, "old"));
        reporters.heard.clear();
    }

    @Test
    void addedAndDeletedIsNothing() {
        assertEquals(0, kernel.commit(NETLINK, tx -> {
            put(tx, "a");
            tx.put(ifl(1, "a"));
            tx.delete(KEY);
        }));
        assertEquals(List.of(), reporters.lines());
        assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L), reporters.published, "only the attaching");
    }

    @Test
    void addedAndChangedIsAnAddOfTheLastValue() {
        kernel.commit(NETLINK, tx -> {
            put(tx, "a");
            put(tx, "b");
        });
        assertEquals(List.of("ADD ifd 1"), reporters.lines());
        assertEquals(new Held(ifd(1, "b"), 1, 1, NETLINK), reporters.held(KEY));
    }

    @Test
    void changedTwiceIsOneChange() {
        existing();
        kernel.commit(NETLINK, tx -> {
            put(tx, "a");
            put(tx, "b");
        });
        assertEquals(List.of("CHANGE ifd 1"), reporters.lines());
        assertEquals(new Held(ifd(1, "b"), 2, 1, NETLINK), reporters.held(KEY));
    }

    @Test
    void changedAndChangedBackIsNothing() {
        existing();
        assertEquals(1, kernel.commit(NETLINK, tx -> {
            put(tx, "a");
            put(tx, "old");
        }));
        assertEquals(List.of(), reporters.lines());
        try (Reporters late = Reporters.of(kernel)) {
            assertEquals(1, present(late.held(KEY)).version(), "its version is what it was");
        }
        assertEquals(2, kernel.commit(NETLINK, tx -> put(tx, "new")));
        assertEquals(new Held(ifd(1, "new"), 2, 1, NETLINK), reporters.held(KEY));
    }

    @Test
    void deletedAndAddedWithTheSameValueIsNothing() {
        existing();
        assertEquals(1, kernel.commit(NETLINK, tx -> {
            tx.delete(KEY);
            tx.add(ifd(1, "old"));
        }));
        assertEquals(List.of(), reporters.lines());
    }

    @Test
    void deletedAndAddedWithAnotherValueIsAChangeInTheSameLife() {
        existing();
        kernel.commit(NETLINK, tx -> {
            tx.delete(KEY);
            tx.add(ifd(1, "new"));
        });
        assertEquals(List.of("CHANGE ifd 1"), reporters.lines());
        assertEquals(new Held(ifd(1, "new"), 2, 1, NETLINK), reporters.held(KEY));
    }

    @Test
    void changedAndDeletedIsADeleteOfTheValueThatWasKnown() {
        existing();
        kernel.commit(NETLINK, tx -> {
            put(tx, "unseen");
            tx.delete(KEY);
        });
        assertEquals(ifd(1, "old"), reporters.heard.getFirst().object());
        assertEquals(List.of("DELETE ifd 1"), reporters.lines());
    }

    @Test
    void deletedInOneCommitAndAddedInTheNextIsANewLife() {
        existing();
        kernel.commit(NETLINK, tx -> tx.delete(KEY));
        kernel.commit(NETLINK, tx -> put(tx, "old"));
        assertEquals(List.of("DELETE ifd 1", "ADD ifd 1"), reporters.lines());
        assertEquals(new Held(ifd(1, "old"), 3, 3, NETLINK), reporters.held(KEY));
    }

    @Test
    void newOwnerAloneIsNoChange() {
        kernel.commit(REQUEST, tx -> put(tx, "same"));
        reporters.heard.clear();
        assertEquals(1, kernel.commit(NETLINK, tx -> put(tx, "same")));
        assertEquals(List.of(), reporters.lines());
        kernel.commit(NETLINK, tx -> assertEquals(List.of(KEY), tx.owned(KEY.type())));
    }
}
