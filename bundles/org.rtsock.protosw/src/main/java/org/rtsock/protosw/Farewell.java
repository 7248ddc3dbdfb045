// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// Stands in the place of a reporter that has broken, or whose list the socket left because it was parked, until the socket was told to
/// forget the type: there is a reset and no record. Nothing of the reporter is kept for it, so that its bundle can go.
final class Farewell implements Reporter, RecordReader, ObjectCodec<RoutingObject> {
    private final TypeDescriptor descriptor;

    Farewell(TypeDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public ObjectCodec<?> codec() {
        return this;
    }

    @Override
    public TypeDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public MessageType type() {
        return descriptor.type();
    }

    @Override
    public RecordReader register(ReportListener listener, long cursor) {
        return this;
    }

    @Override
    public long reports() {
        return 0;
    }

    @Override
    public long cursor() {
        return 0;
    }

    @Override
    public boolean hold(long version) {
        return true;
    }

    @Override
    public long compactedAt() {
        return 0;
    }

    @Override
    public RecordCursor deletes(long from, long to) {
        return EmptyCursor.INSTANCE;
    }

    @Override
    public RecordCursor values(long from, long to) {
        return EmptyCursor.INSTANCE;
    }

    @Override
    public void release(long version) {}

    @Override
    public void close() {}

    @Override
    public void encode(RoutingObject object, FieldWriter out) {
        throw new UnsupportedOperationException("no object is encoded here");
    }

    @Override
    public RoutingObject decode(FieldReader in) {
        throw new UnsupportedOperationException("there is no record");
    }
}
