// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;

/// A file of golden transcripts. `case NAME` begins a case; every line below it is a step: words, and after `->` the errno with which it
/// must fail. `x*4000` stands for 4000 times x. Lines that begin with `#` are for people. What the steps do is told in `README.md` beside
/// the files.
final class Transcript {
    private static final Pattern REPEATED = Pattern.compile("\\b(\\w)\\*(\\d+)\\b");

    /// @param where file and line
    /// @param words the verb and what follows it
    /// @param errno what it must fail with, null when it must not fail
    record Step(String where, String text, List<String> words, @Nullable Errno errno) {
        String verb() {
            return words.getFirst();
        }

        /// The n-th word after the verb, from 1.
        String word(int n) {
            if (n >= words.size()) {
                throw new IllegalArgumentException(where + ": word " + n + " is missing: " + text);
            }
            return words.get(n);
        }

        /// All words from the n-th on, with one space between them.
        String rest(int n) {
            word(n);
            return String.join(" ", words.subList(n, words.size()));
        }
    }

    record Case(String name, List<Step> steps) {}

    private Transcript() {}

    static List<Case> read(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String where = file.getFileName() + ":" + (i + 1);
            if (line.startsWith("case ")) {
                cases.add(new Case(line.substring(5), new ArrayList<>()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                if (cases.isEmpty()) {
                    throw new IllegalArgumentException(where + ": a step before the first case");
                }
                cases.getLast().steps().add(step(where, line));
            }
        }
        return cases;
    }

    private static Step step(String where, String line) {
        int arrow = line.indexOf("->");
        String said = arrow < 0 ? line : line.substring(0, arrow).strip();
        Errno errno = arrow < 0 ? null : Errno.valueOf(line.substring(arrow + 2).strip());
        return new Step(where, line, List.of(REPEATED.matcher(said).replaceAll(Transcript::repeated).split(" +")), errno);
    }

    private static String repeated(MatchResult found) {
        return found.group(1).repeat(Integer.parseInt(found.group(2)));
    }
}
