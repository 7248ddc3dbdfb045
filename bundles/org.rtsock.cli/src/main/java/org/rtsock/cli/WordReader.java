// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.List;

/// The words of a command, read one after the other. Used once.
final class WordReader {
    private final List<String> words;
    private int at;

    WordReader(List<String> words) {
        this.words = words;
    }

    boolean hasNext() {
        return at < words.size();
    }

    /// The next word, which is known to be there.
    String next() {
        return words.get(at++);
    }

    /// The word that belongs to the one before it.
    ///
    /// @throws UsageException when there is none
    String next(String word, String what) {
        if (!hasNext()) {
            throw new UsageException("'" + word + "' needs " + what + " after it");
        }
        return next();
    }

    /// Steps over a word if it is the next one.
    boolean skip(String word) {
        boolean there = hasNext() && words.get(at).equals(word);
        at += there ? 1 : 0;
        return there;
    }

    /// @throws UsageException when something stands a second time
    static void once(String word, boolean first) {
        if (!first) {
            throw new UsageException("'" + word + "' stands twice");
        }
    }
}
