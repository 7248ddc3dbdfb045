// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import org.rtsock.api.Credentials;

/// A stream of bytes to somebody. One thread reads and one writes, each blocks; [#close] comes from any thread at any time, does not block, and ends
/// both. A write may take a part of the buffer; each one that returns shows that the peer takes something.
public interface Peer extends ByteChannel {
    /// Finds out who it is, which may take messages to and fro. Called first, once, by the thread that reads later.
    ///
    /// @throws org.rtsock.api.RoutingException EACCES for somebody who may not come in, EDQUOT for one who is there too often: the errno is the
    ///         answer to the preamble, which is read first
    /// @throws IOException when it could not be found out: the connection ends without a word
    Credentials identify() throws IOException;

    /// Whether bytes go out as they are: something can be said before [#identify], and buffers outside the heap save a copy.
    boolean isPlain();

    /// Tells the peer that nothing more will come, which is no accident; may block. By the thread that writes, at most once, before [#close].
    default void finish() throws IOException {}
}
