// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.SocketOption;

/// What a protocol did to its socket.
public sealed interface SocketEvent {
    /// A message was put into receive buffers.
    ///
    /// @param toAll  whether through `raw_input`, else it was a reply to the sender alone
    /// @param family of the message, null when it has none
    /// @param bytes  a copy from position 0 to limit, in the byte order of the buffer that was handed over
    record Told(boolean toAll, @Nullable Family family, ByteBuffer bytes) implements SocketEvent {}

    /// An answer of many messages was begun. The test asks the source for them, as a reader would.
    record Answered(MessageSource messages) implements SocketEvent {}

    /// `sosetopt`.
    record OptionSet(SocketOption<?> option, Object value) implements SocketEvent {}

    /// `rts_setasyncmode`.
    record ModeSet(AsyncMode mode) implements SocketEvent {}
}
