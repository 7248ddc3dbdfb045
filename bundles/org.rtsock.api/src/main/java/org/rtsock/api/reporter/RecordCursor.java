// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.reporter;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/// Walks records. One thread; starts before the first record. A record is a whole native frame ([org.rtsock.api.wire.Frame]) with its version, the
/// version of birth and the cause; its operation is that of the commit, not that of the reader.
@ConsumerType
public interface RecordCursor {
    /// Steps to the next record.
    ///
    /// @return false when there is none
    /// @throws org.rtsock.api.RoutingException ESTALE when the reader was so slow that the records were taken away from it
    boolean next();

    /// The bytes that hold the present record: little endian, read only by convention, position and limit not to be touched.
    ByteBuffer buffer();

    /// Where the present record starts in [#buffer()].
    int offset();
}
