// SPDX-License-Identifier: Apache-2.0
package org.rtsock.shell;

import java.io.IOException;
import java.io.InputStream;

/// Interrupts a word that has no end of its own when a line is typed. The line is taken, so that the console does not run it.
///
/// The keyboard is looked at, not read: a word that ends by itself must leave the next line to the console.
final class Interruption {
    private static final long GLANCE_MILLIS = 100;

    private final InputStream keyboard;
    private final Thread word;
    private final Thread watch;

    /// @param word the thread to interrupt
    Interruption(InputStream keyboard, Thread word) {
        this.keyboard = keyboard;
        this.word = word;
        this.watch = Thread.ofVirtual().name("rtsock-shell-keyboard").start(this::watch);
    }

    private void watch() {
        try {
            while (keyboard.available() == 0) {
                Thread.sleep(GLANCE_MILLIS);
            }
            int typed = keyboard.read();
            while (typed >= 0 && typed != '\n' && keyboard.available() > 0) {
                typed = keyboard.read();
            }
            word.interrupt();
        } catch (InterruptedException | IOException e) {
            // The word has ended, or there is no keyboard: then only --count ends it.
        }
    }

    /// Ends the watch. Whether the line came in time or not, the console goes on without an interruption.
    void close() {
        watch.interrupt();
        boolean ended = false;
        while (!ended) {
            try {
                watch.join();
                ended = true;
            } catch (InterruptedException e) {
                // The line came at this very moment.
            }
        }
        Thread.interrupted();
    }
}
