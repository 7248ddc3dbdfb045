// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The steps of a reader, one by one.
final class JournalReaderTest {
    private final SimulatedKernel kernel = SimulatedKernel.withTinyBlocks();
    private final ModelListener listener = new ModelListener(kernel.reporter);

    @Test
    void placeMovesWithTheReleaseOfACut() {
        commits(2);
        listener.reader.hold(2);
        assertEquals(0, listener.reader.cursor());
        listener.reader.release(2);
        assertEquals(2, listener.reader.cursor());
    }

    @Test
    void holdingAgainTakesWhatIsNewer() {
        commits(1);
        listener.begin(kernel::version);
        commits(1);
        long to = listener.begin(kernel::version);
        assertEquals(2, to);
        assertEquals(kernel.states.get(2), listener.finish(to).held);
    }

    @Test
    void cutThatIsGivenUpLeavesThePlaceWhereItWas() {
        commits(1);
        listener.drain(1);
        commits(1);
        listener.reader.hold(2);
        listener.reader.release(1);
        assertEquals(1, listener.reader.cursor());
        assertEquals(kernel.states.get(2), listener.drain(2).held);
        assertEquals(0, listener.resets);
    }

    @Test
    void versionThatWasNotReadIsNotReleased() {
        commits(3);
        listener.reader.hold(2);
        assertThrows(IllegalArgumentException.class, () -> listener.reader.release(3));
    }

    @Test
    void nothingIsReadThatIsNotHeld() {
        commits(1);
        assertThrows(IllegalStateException.class, () -> listener.reader.values(0, 1));
        assertThrows(IllegalStateException.class, () -> listener.reader.deletes(0, 1));
        assertThrows(IllegalStateException.class, () -> listener.reader.compactedAt());
        listener.drain(1);
        assertThrows(IllegalStateException.class, () -> listener.reader.values(0, 1));
    }

    @Test
    void cursorsAreTheReadersOwn() {
        commits(1);
        listener.reader.hold(1);
        var values = listener.reader.values(0, 1);
        assertTrue(values.next());
        assertEquals(values, listener.reader.values(0, 1));
        assertTrue(values.next(), "it starts anew");
        assertThrows(IllegalStateException.class, () -> listener.reader.deletes(0, 1).buffer());
    }

    @Test
    void closedReaderKnowsNothingForSure() {
        commits(1);
        listener.drain(1);
        commits(1);
        listener.reader.close();
        assertEquals(1, listener.reader.cursor(), "another reader may go on from there");
        assertFalse(listener.reader.hold(2));
    }

    @Test
    void cutUnderWayIsReadToItsEndThoughTheReporterIsClosed() {
        commits(1);
        long to = listener.begin(kernel::version);
        kernel.reporter.close();
        commits(50);
        assertEquals(kernel.states.get(1), listener.finish(to).held);
        assertEquals(1, listener.reader.cursor());
    }

    private void commits(int count) {
        for (int i = 0; i < count; i++) {
            kernel.commit(() -> {
                kernel.put(1);
                kernel.put(2);
            });
        }
    }
}
