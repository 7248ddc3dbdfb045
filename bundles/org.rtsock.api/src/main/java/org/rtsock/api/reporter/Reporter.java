// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.reporter;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.Registration;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.ObjectCodec;

/// A whiteboard service: the owner of one message type. It is registered once its records hold the kernel's state. Any thread.
///
/// Number, name, word and flag of a type are its own. A reporter whose type has one of them in common with that of another reporter is
/// refused, with an error in the log that names both, and takes its place when the other goes. Numbers below
/// [org.rtsock.api.message.MessageType#FIRST_PLUGIN], and the names, words and flags of
/// [org.rtsock.api.message.MessageType#BUILT_IN], are for the types that Rtsock knows: whoever else has one of them is refused for good.
///
/// One that throws, or whose codec throws, is taken off the lists; what its listeners are told stands at
/// [org.rtsock.api.socket.Cut].
@ConsumerType
public interface Reporter {
    ObjectCodec<?> codec();

    default MessageType type() {
        return codec().type();
    }

    /// Puts a listener on the list (`rts_ifdregister` with RTS_REGISTER). Deletes that come after its cursor are kept for it from now on.
    ///
    /// @param cursor version up to which it has read the type before, here or from an earlier reporter of the type; 0 for nothing
    RecordReader register(ReportListener listener, long cursor);

    /// Has somebody told when the reporter is broken: it lost a report of the kernel, so its records are not the state any more. At
    /// once when it is so already. The switch takes it off its lists then, and has every listener forget the type.
    ///
    /// Told on the thread that found out, before the version whose records are missing can be read.
    ///
    /// @param told is given what was thrown; any thread, must not wait for the kernel
    default Registration onFailure(Consumer<? super Throwable> told) {
        return () -> {};
    }

    /// The switch has taken this reporter off its lists for good, because it or its codec threw. It may stop following the kernel; those
    /// who are in the middle of its records finish. Registering the service anew gives it another chance. Any thread, the committing one
    /// included: it may change services, but must wait neither for the kernel nor for a listener.
    default void withdrawn() {}

    /// Changes that were reported so far, those of a commit under way included. What a listener was given less than this was coalesced for
    /// it.
    long reports();
}
