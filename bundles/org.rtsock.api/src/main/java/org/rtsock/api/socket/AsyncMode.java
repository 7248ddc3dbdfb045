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
/// @param resume where an earlier subscription with the same filter stopped, or from where on; null to begin with a snapshot
public record AsyncMode(int flags, Set<String> words, Filter filter, @Nullable ResumePoint resume) {
    /// No list at all.
    public static final AsyncMode OFF = new AsyncMode(0, Set.of(), Filter.NONE, null);

    /// What a listener holds already.
    ///
    /// @param epoch   life of the kernel core
    /// @param version of that life, from which the listener is led on
    /// @param whole   whether the kernel's state at that version counts as held, all types of it ([RoutingDomain#now()]); if not, this is a
    ///                mark that the listener has seen, which says nothing of types that had no reporter then
    public record ResumePoint(long epoch, long version, boolean whole) {
        /// The last mark that a listener has seen.
        public ResumePoint(long epoch, long version) {
            this(epoch, version, false);
        }
    }

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
