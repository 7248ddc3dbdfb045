// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.reporter;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.ObjectCodec;

/// A whiteboard service: the owner of one message type. It is registered once its records hold the kernel's state. Any thread.
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

    /// Changes that were reported so far, those of a commit under way included. What a listener was given less than this was coalesced for it.
    long reports();
}
