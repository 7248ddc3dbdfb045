// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.client.StreamMessage;
import org.rtsock.client.StreamMessage.Mark;
import org.rtsock.client.StreamMessage.Reset;

/// The time is over at each place where it can be.
class RecordingEndTest {
    private static final Mark MARK = new Mark(1, 1, false);
    private static final StreamMessage PART = new Reset(new IfdCodec().descriptor(), 1, 2);

    private int closed;

    @AutoClose
    private final RecordingEnd end = new RecordingEnd(() -> closed++, Long.MAX_VALUE);

    private static StreamMessage hungUp() throws IOException {
        throw new IOException("closed");
    }

    @Test
    void betweenTwoCommitsEndsTheWait() throws IOException {
        assertSame(MARK, end.next(() -> MARK));
        assertNull(end.next(() -> {
            end.end();
            return hungUp();
        }));
        assertEquals(1, closed);
    }

    @Test
    void withinACommitWaitsForItsMark() throws IOException {
        end.end();
        assertSame(PART, end.next(() -> PART));
        assertSame(MARK, end.next(() -> MARK));
        assertNull(end.next(RecordingEndTest::hungUp));
        assertEquals(0, closed);
    }

    @Test
    void justAsTheFirstMessageOfACommitComesLeavesThatOut() throws IOException {
        assertSame(MARK, end.next(() -> MARK));
        assertNull(end.next(() -> {
            end.end();
            return PART;
        }));
        assertNull(end.next(RecordingEndTest::hungUp));
    }

    @Test
    void connectionThatIsLostBeforeIsNoEnd() throws IOException {
        assertSame(MARK, end.next(() -> MARK));
        assertThrows(IOException.class, () -> end.next(RecordingEndTest::hungUp));
        assertSame(PART, end.next(() -> PART));
        end.end();
        assertThrows(IOException.class, () -> end.next(RecordingEndTest::hungUp));
    }
}
