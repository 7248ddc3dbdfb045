// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Comparator;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;

/// What a commit did to one object other than a route: the arguments of [ReportSink#report].
record Report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
    /// Order within a commit: deletes with children first, then adds and changes with parents first. Stable for one type.
    static final Comparator<Report> ORDER = (a, b) -> {
        if (a.isDelete() != b.isDelete()) {
            return a.isDelete() ? -1 : 1;
        }
        return a.isDelete() ? b.type().compareTo(a.type()) : a.type().compareTo(b.type());
    };

    MessageType type() {
        return object.type();
    }

    boolean isDelete() {
        return operation == Operation.DELETE;
    }

    /// The same for reporters that come later: what went has no slot any more.
    Report remembered() {
        return new Report(operation, ReportSink.NO_SLOT, object, version, born, cause);
    }

    void to(ReportSink sink) {
        sink.report(operation, slot, object, version, born, cause);
    }
}
