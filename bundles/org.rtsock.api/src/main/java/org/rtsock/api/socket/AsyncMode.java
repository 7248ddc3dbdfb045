// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.Filter;

/// What a socket listens to, and from where.
///
/// @param flags  `RTSO_` bits: each names a type by [MessageType#flag()]
/// @param words  further types by their word, also of types that do not exist yet
/// @param filter which objects of them
/// @param resume where an earlier subscription with the same filter stopped, null to begin with a snapshot
public record AsyncMode(int flags, Set<String> words, Filter filter, @Nullable ResumePoint resume) {
    /// No list at all.
    public static final AsyncMode OFF = new AsyncMode(0, Set.of(), Filter.NONE, null);

    /// The last mark that a listener has seen.
    public record ResumePoint(long epoch, long version) {}

    public AsyncMode {
        words = Set.copyOf(words);
    }

    public static AsyncMode of(int flags) {
        return new AsyncMode(flags, Set.of(), Filter.NONE, null);
    }

    /// Whether the type is asked for.
    public boolean wants(MessageType type) {
        return (flags & type.flag()) != 0 || words.contains(type.word());
    }
}
