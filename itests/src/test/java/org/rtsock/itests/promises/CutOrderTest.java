// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;

/// What [CutOrder] lets pass, and what it does not.
class CutOrderTest {
    private static final int DELETES = 1;
    private static final int VALUES = 2;
    private static final Ifd PARENT = new Ifd(1, "e1", MacAddress.NONE, 1500, true, true, "");
    private static final Ifl CHILD = new Ifl(1, "e1.0", 1, 0, true);

    private final CutOrder order = new CutOrder("listener");

    private void span(int part, MessageType type, long from) {
        order.span(part, type, from, true);
    }

    /// A listener at version 5 hears in the cut to version 9 that a parent went, and still holds its child.
    private void parentGoesAlone(long from) {
        order.mark(5);
        order.begin();
        span(DELETES, MessageType.IFDEV, from);
        order.leaves(CHILD, PARENT, 9);
    }

    private void refused(int part, MessageType type, long from) {
        assertThrows(AssertionError.class, () -> span(part, type, from));
    }

    @Test
    void partsComeInTheOrderOfTypes() {
        order.begin();
        span(DELETES, MessageType.ROUTE, 5);
        span(DELETES, MessageType.ROUTE, 5);
        span(DELETES, MessageType.IFDEV, 5);
        refused(DELETES, MessageType.IFLOGICAL, 5);
        span(VALUES, MessageType.IFDEV, 5);
        span(VALUES, MessageType.IFLOGICAL, 5);
        refused(VALUES, MessageType.IFDEV, 5);
        refused(DELETES, MessageType.IFDEV, 5);
    }

    @Test
    void childThatStaysMustHaveBeenAway() {
        parentGoesAlone(5);
        order.mark(9);
        order.begin();
        span(DELETES, MessageType.IFLOGICAL, 5);
    }

    @Test
    void childWhoseTypeWasInTheCutMustNotStay() {
        parentGoesAlone(5);
        order.mark(9);
        order.begin();
        refused(DELETES, MessageType.IFLOGICAL, 9);
    }

    @Test
    void childWhoseTypeIsHeardLaterInTheCutMustNotStay() {
        parentGoesAlone(5);
        refused(VALUES, MessageType.IFLOGICAL, 4);
    }

    @Test
    void parentThatCatchesUpMayLeaveChildren() {
        parentGoesAlone(4);
        order.mark(9);
        order.begin();
        span(DELETES, MessageType.IFLOGICAL, 9);
    }

    @Test
    void whatIsForgottenDoesNotCount() {
        parentGoesAlone(5);
        order.forget(MessageType.IFLOGICAL);
        span(VALUES, MessageType.IFLOGICAL, 9);
        parentGoesAlone(5);
        order.rollBack(5);
        span(VALUES, MessageType.IFLOGICAL, 9);
    }
}
