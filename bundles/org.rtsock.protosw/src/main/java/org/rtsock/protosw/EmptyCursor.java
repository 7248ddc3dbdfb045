// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import org.rtsock.api.reporter.RecordCursor;

/// No records.
enum EmptyCursor implements RecordCursor {
    INSTANCE;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public ByteBuffer buffer() {
        return NOTHING;
    }

    @Override
    public int offset() {
        return 0;
    }
}
