// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.wire.Frame;

/// What readers hold that nobody else does, and how it is taken away from them.
final class HeldBlocksTest {
    private static final int MAX = 1 << 20;
    private static final int OBJECTS = 20_000;
    private static final int LARGEST = 64 << 10;

    private final SimulatedKernel kernel =
            new SimulatedKernel(new JournalBounds(100, 100_000, MAX), new BlockSizes(16 << 10, LARGEST));

    HeldBlocksTest() {
        kernel.commit(this::putAll);
    }

    @Test
    void blocksThatOnlyAReaderHoldsAreCounted() {
        ModelListener slow = new ModelListener(kernel.reporter);
        slow.begin(kernel::version);
        assertEquals(0, kernel.counter("held.bytes"));
        replaceSome();
        long held = kernel.counter("held.bytes");
        assertTrue(held > 0 && held <= MAX, () -> held + " bytes");
        slow.finish(1);
        kernel.commit(() -> kernel.put(0));
        assertEquals(0, kernel.counter("held.bytes"));
        assertEquals(0, slow.stales);
    }

    @Test
    void blocksThatCameAndWentDuringACutAreNotHeldByIt() {
        ModelListener slow = new ModelListener(kernel.reporter);
        slow.begin(kernel::version);
        for (int i = 0; i < 200; i++) {
            kernel.commit(() -> {
                for (int index = 0; index < 500; index++) {
                    kernel.put(OBJECTS + index);
                }
            });
        }
        assertTrue(kernel.counter("held.bytes") < MAX / 2, () -> kernel.reporter.read().toString());
        assertEquals(kernel.states.get(1), slow.finish(1).held);
    }

    @Test
    void oldestHolderLosesItsPlaceAndStartsOver() {
        ModelListener slow = new ModelListener(kernel.reporter);
        RecordCursor records = begin(slow);
        replaceAllTwice();
        assertEquals(1, kernel.counter("expired"));
        assertEquals(0, slow.reader.cursor());
        RoutingException stale = assertThrows(RoutingException.class, () -> readToEnd(records));
        assertEquals(Errno.ESTALE, stale.errno());
        assertTrue(stale.getMessage().contains("listener " + slow.id()), stale::getMessage);
        assertThrows(RoutingException.class, records::next, "once taken away, always taken away");

        assertFalse(slow.reader.hold(2));
        assertFalse(slow.reader.hold(2), "until a cut from 0 has been read");
        slow.held.clear();
        slow.drain(kernel.version());
        assertEquals(kernel.states.getLast(), slow.held);
        assertTrue(slow.reader.hold(kernel.version()));
    }

    @Test
    void placeIsLostThoughTheWalkWasOver() {
        ModelListener slow = new ModelListener(kernel.reporter);
        readToEnd(begin(slow));
        replaceAllTwice();
        slow.reader.release(1);
        assertEquals(0, slow.reader.cursor());
        assertFalse(slow.reader.hold(2));
    }

    @Test
    void youngerHolderKeepsItsPlace() {
        ModelListener slow = new ModelListener(kernel.reporter);
        begin(slow);
        replaceSome();
        ModelListener younger = new ModelListener(kernel.reporter);
        long to = younger.begin(kernel::version);
        // Blocks of the older one only, for the most part.
        for (int i = 0; kernel.counter("expired") == 0; i++) {
            int first = 500 * i;
            kernel.commit(() -> putRange(first, first + 500));
        }
        assertEquals(0, slow.reader.cursor());
        assertTrue(younger.tryFinish(to));
        assertEquals(kernel.states.get((int) to), younger.held);
        assertEquals(to, younger.reader.cursor());
    }

    @Test
    void whatWasTakenAwayIsMemoryAgain() throws InterruptedException {
        ModelListener slow = new ModelListener(kernel.reporter);
        RecordCursor records = begin(slow);
        List<WeakReference<ValueBlock>> held = new ArrayList<>();
        for (ValueBlock block : kernel.reporter.journal().directory().values()) {
            held.add(new WeakReference<>(block));
        }
        replaceAllTwice();
        // The block in use stays, and those that were not replaced.
        long expected = kernel.counter("blocks") + 1;
        for (int i = 0; i < 100 && held.stream().filter(block -> block.get() != null).count() > expected / 2; i++) {
            System.gc();
            Thread.sleep(20);
        }
        List<ValueBlock> present = List.of(kernel.reporter.journal().directory().values());
        long left = held.stream().map(WeakReference::get).filter(block -> block != null && !present.contains(block)).count();
        assertTrue(left <= 1, () -> left + " of " + held.size() + " blocks are still held");
        assertThrows(RoutingException.class, () -> readToEnd(records));
    }

    @Test
    void memoryServesTheNextBlocksWhenNobodyReadsIt() {
        replaceAll();
        Set<Integer> before = buffers();
        replaceAll();
        replaceAll();
        before.retainAll(buffers());
        assertFalse(before.isEmpty());
        long spare = kernel.counter("bytes.spare");
        assertTrue(spare > 0 && spare <= kernel.counter("bytes.live") / 16 + LARGEST * 2, () -> spare + " bytes");
    }

    @Test
    void blockThatALostReaderIsInIsNotWrittenOver() {
        ModelListener slow = new ModelListener(kernel.reporter);
        RecordCursor records = beginInLargeBlock(slow);
        replaceAllTwice();
        assertEquals(1, kernel.counter("expired"));
        assertRestIsOfVersion1(records);
    }

    @Test
    void blockThatAReaderIsInWhenItClosesIsNotWrittenOver() {
        ModelListener slow = new ModelListener(kernel.reporter);
        RecordCursor records = beginInLargeBlock(slow);
        slow.reader.close();
        replaceAllTwice();
        assertRestIsOfVersion1(records);
    }

    @Test
    void readerThatClosesInACutHoldsNothingAnyMore() {
        ModelListener parked = new ModelListener(kernel.reporter);
        RecordCursor records = begin(parked);
        replaceSome();
        assertTrue(kernel.counter("held.bytes") > 0);
        parked.reader.close();
        kernel.commit(() -> kernel.put(0));
        assertEquals(0, kernel.counter("held.bytes"));
        assertNull(((JournalReader) parked.reader).held());
        RoutingException stale = assertThrows(RoutingException.class, () -> readToEnd(records));
        assertEquals(Errno.ESTALE, stale.errno());
        assertTrue(stale.getMessage().contains("left the list"), stale::getMessage);
        assertFalse(parked.reader.hold(kernel.version()));
        assertNull(((JournalReader) parked.reader).held(), "nor when it takes hold once more");
        assertThrows(RoutingException.class, () -> parked.reader.values(0, kernel.version()).next());
    }

    @Test
    void readerMayReadToTheEndWhenTheReporterGoes() {
        ModelListener reading = new ModelListener(kernel.reporter);
        long to = reading.begin(kernel::version);
        kernel.reporter.close();
        replaceAllTwice();
        assertEquals(kernel.states.get((int) to), reading.finish(to).held);
    }

    @Test
    void blockThatAReaderTakesHoldOfWhenTheReporterIsClosedIsNotWrittenOver() {
        ModelListener slow = new ModelListener(kernel.reporter);
        kernel.reporter.close();
        RecordCursor records = beginInLargeBlock(slow);
        replaceAllTwice();
        assertRestIsOfVersion1(records);
    }

    private RecordCursor beginInLargeBlock(ModelListener listener) {
        RecordCursor records = begin(listener);
        while (records.buffer().capacity() < LARGEST) {
            assertTrue(records.next());
        }
        return records;
    }

    /// Of those in the block in use, whether or not more can be had.
    private void assertRestIsOfVersion1(RecordCursor records) {
        replaceAll();
        replaceAll();
        ByteBuffer block = records.buffer();
        do {
            assertEquals(1, Frame.kernelVersion(block, records.offset()));
        } while (hasNext(records) && records.buffer() == block);
    }

    private static boolean hasNext(RecordCursor records) {
        try {
            return records.next();
        } catch (RoutingException e) {
            assertEquals(Errno.ESTALE, e.errno());
            return false;
        }
    }

    /// Of the values, by identity.
    private Set<Integer> buffers() {
        return Arrays.stream(kernel.reporter.journal().directory().values())
                .map(block -> System.identityHashCode(block.buffer()))
                .collect(Collectors.toSet());
    }

    @Test
    void oneListenerMayHoldAsMuchAsLives() {
        ModelListener slow = new ModelListener(kernel.reporter);
        long to = slow.begin(kernel::version);
        replaceAll();
        replaceAll();
        assertEquals(0, kernel.counter("expired"));
        assertEquals(kernel.states.get((int) to), slow.finish(to).held);
    }

    /// Another listener stalls one generation of values later, so that two are held.
    private void replaceAllTwice() {
        replaceAll();
        begin(new ModelListener(kernel.reporter));
        replaceAll();
    }

    /// A walk that has read its first record.
    private RecordCursor begin(ModelListener listener) {
        listener.begin(kernel::version);
        RecordCursor records = listener.reader.values(0, kernel.version());
        assertTrue(records.next());
        return records;
    }

    private static void readToEnd(RecordCursor records) {
        while (records.next()) {
            assertTrue(records.offset() >= 0);
        }
    }

    private void putAll() {
        putRange(0, OBJECTS);
    }

    private void putRange(int from, int to) {
        for (int i = from; i < to; i++) {
            kernel.put(i);
        }
    }

    /// Fewer bytes than may be held.
    private void replaceSome() {
        kernel.commit(() -> putRange(0, OBJECTS / 4));
    }

    /// More bytes than may be held.
    private void replaceAll() {
        kernel.commit(this::putAll);
        kernel.commit(() -> kernel.put(0));
    }
}
