// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;

/// What a listener does with what it hears: reads each record and checks it. Belongs to the listener's thread; what it found is read by
/// others after the listener reached a version, see [Listener#await]. Whatever does not fit throws [AssertionError].
interface Tally {
    /// Everything that was heard of routes is void.
    void reset();

    /// An object came or changed.
    ///
    /// @param from version that the listener comes from: an object born later is new to it
    void value(ByteBuffer buffer, int offset, long from);

    /// An object went.
    void delete(ByteBuffer buffer, int offset);

    /// The cut has been read.
    void mark(long version);
}
