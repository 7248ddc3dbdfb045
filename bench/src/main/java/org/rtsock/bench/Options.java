// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The command line of a measuring program: `--name value` pairs. A name that no program asks for is refused, so that a typing error does
/// not measure something else.
final class Options {
    private final Map<String, String> given = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    Options(String... words) {
        if (words.length % 2 != 0) {
            throw new IllegalArgumentException("option " + words[words.length - 1] + " has no value");
        }
        for (int i = 0; i < words.length; i += 2) {
            if (!words[i].startsWith("--")) {
                throw new IllegalArgumentException(words[i] + " is not an option");
            }
            given.put(words[i].substring(2), words[i + 1]);
        }
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)).replace("_", ""));
    }

    String text(String name, String otherwise) {
        asked.add(name);
        return given.getOrDefault(name, otherwise);
    }

    /// Call when everything has been asked for.
    Options done() {
        for (String name : given.keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException("this program has no option --" + name + "; it has " + asked);
            }
        }
        return this;
    }
}
