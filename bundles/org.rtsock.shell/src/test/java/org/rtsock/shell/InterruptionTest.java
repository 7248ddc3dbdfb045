// SPDX-License-Identifier: Apache-2.0
package org.rtsock.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InterruptionTest {
    @Test
    void aLineInterruptsTheWordAndIsTaken() {
        InputStream keyboard = new ByteArrayInputStream("\nnext".getBytes());
        Interruption interruption = new Interruption(keyboard, Thread.currentThread());
        assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
        interruption.close();
        assertEquals(4, available(keyboard));
    }

    @Test
    void aWordThatEndsByItselfLeavesWhatIsTypedLater() throws IOException {
        try (PipedOutputStream fingers = new PipedOutputStream();
                PipedInputStream keyboard = new PipedInputStream(fingers)) {
            Interruption interruption = new Interruption(keyboard, Thread.currentThread());
            interruption.close();
            assertFalse(Thread.currentThread().isInterrupted());
            fingers.write("show types\n".getBytes());
            assertEquals(11, available(keyboard));
        }
    }

    private static int available(InputStream keyboard) {
        try {
            return keyboard.available();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
