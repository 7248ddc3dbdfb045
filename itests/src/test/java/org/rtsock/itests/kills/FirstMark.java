// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import org.rtsock.api.socket.AsyncMode.ResumePoint;

/// The first mark of a subscription.
///
/// @param held    what the daemon held when it asked, epoch 0 for nothing
/// @param reached the mark
/// @param resumed whether it was given the difference: no type began anew
record FirstMark(ResumePoint held, ResumePoint reached, boolean resumed) {
    private static final ResumePoint NOTHING = new ResumePoint(0, 0);

    static final String WORD = "first";

    FirstMark {
        held = held == null ? NOTHING : held;
    }

    String line() {
        return String.join(" ", WORD, text(held), text(reached), Boolean.toString(resumed));
    }

    static FirstMark parse(String line) {
        String[] words = line.split(" ");
        return new FirstMark(place(words[1]), place(words[2]), Boolean.parseBoolean(words[3]));
    }

    static String text(ResumePoint place) {
        return Long.toUnsignedString(place.epoch()) + ":" + place.version();
    }

    static ResumePoint place(String text) {
        String[] parts = text.split(":");
        return new ResumePoint(Long.parseUnsignedLong(parts[0]), Long.parseLong(parts[1]));
    }
}
