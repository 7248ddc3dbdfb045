// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.util.Map;
import java.util.Set;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.wire.Filter;
import org.rtsock.client.FieldValues;

/// What a daemon holds of the kernel, as text: its key, then its fields.
interface Holding {
    /// All that is there but counters, which move without a commit.
    Set<String> WORDS = Set.of("ifd", "ifl", "iff", "ifa", "rttable", "route");

    /// Waits until it holds the state at a version.
    Map<String, String> await(ResumePoint place) throws Exception;

    static AsyncMode mode(ResumePoint place) {
        return new AsyncMode(0, WORDS, Filter.NONE, place);
    }

    static String key(MessageType type, FieldValues object) {
        return of(type) + object.key();
    }

    /// What the keys of a type begin with.
    static String of(MessageType type) {
        return type.word() + " ";
    }
}
