// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.ObjectCodec;

/// The records that a filter lets through, with a look at whether there is one. A filter asks for parts of the key only, so an object is
/// either visible for its whole life or never.
final class FilteredCursor implements RecordCursor {
    private final RecordCursor records;
    private final ObjectCodec<?> codec;
    private final Filter filter;
    private final boolean everything;
    private final CutSource.Tally walked;
    private final FieldReader reader = new FieldReader();
    /// The cursor stands on a record that [#next] has not handed out yet.
    private boolean ahead;

    FilteredCursor(RecordCursor records, CutSource source, Filter filter) {
        this.records = records;
        this.codec = source.codec();
        this.walked = source.walked();
        this.filter = filter;
        this.everything = filter.equals(Filter.NONE);
    }

    /// Whether [#next] will find a record. To be called before it.
    boolean hasNext() {
        ahead = step();
        return ahead;
    }

    @Override
    public boolean next() {
        if (ahead) {
            ahead = false;
            return true;
        }
        return step();
    }

    @Override
    public ByteBuffer buffer() {
        return records.buffer();
    }

    @Override
    public int offset() {
        return records.offset();
    }

    private boolean step() {
        while (records.next()) {
            walked.increment();
            if (everything || codec.admits(filter, reader.resetToFrame(records.buffer(), records.offset()))) {
                return true;
            }
        }
        return false;
    }
}
