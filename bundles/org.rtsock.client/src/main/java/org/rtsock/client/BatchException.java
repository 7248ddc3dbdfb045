// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.Serial;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A batch was refused. Its cause is the refusal as the appliance put it.
///
/// Of a transaction nothing has been carried out. Of a batch whose items stand each on its own, what was answered before has been, and what
/// was on its way may have been.
public final class BatchException extends RuntimeException {
    /// The refusal is about no item, but about the batch.
    public static final long NO_ITEM = -1;

    @Serial
    private static final long serialVersionUID = 1L;

    private final long index;
    private final RoutingException why;

    /// @param index of the item in the whole batch, from 0, or [#NO_ITEM]
    BatchException(long index, RoutingException why) {
        super((index == NO_ITEM ? "" : "item " + index + ": ") + why.getMessage(), why);
        this.index = index;
        this.why = why;
    }

    /// Index of the item that was refused, from 0; [#NO_ITEM] when it was the batch.
    public long index() {
        return index;
    }

    public Errno errno() {
        return why.errno();
    }

    /// What the appliance said of the item.
    public RoutingException why() {
        return why;
    }
}
