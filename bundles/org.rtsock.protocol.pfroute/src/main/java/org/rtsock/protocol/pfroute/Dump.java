// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.Snapshot;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;

/// The kernel's state at one version as messages (4.4BSD `sysctl_rtable`), made one by one as there is room for them. BSD walked its tables
/// while they changed, or kept them from changing; this reads a [Snapshot], which it closes.
///
/// A walk throws ESTALE when it was so slow that records were taken away from it; what it gave is void. One thread at a time.
abstract sealed class Dump implements MessageSource, AutoCloseable permits RouteDump, InterfaceListDump, StatisticsDump {
    final MessageWriter writer = new MessageWriter();

    private final Snapshot snapshot;
    private final Cut cut;
    private final FieldReader fields = new FieldReader();
    /// The part that is being read, null between parts.
    private @Nullable RecordCursor records;
    private boolean read;
    /// A message is in the writer that has yet to go out.
    private boolean pending;

    Dump(RoutingDomain domain, int types, Filter filter) {
        snapshot = domain.snapshot(new AsyncMode(types, Set.of(), filter, null));
        cut = snapshot.cut();
    }

    /// Begins a dump at the newest version.
    ///
    /// @param family restricts routes, addresses and statistics, null for both
    static Dump open(RoutingDomain domain, @Nullable Family family, SysctlName name) {
        return switch (name.operation()) {
            case SysctlName.DUMP, SysctlName.FLAGS -> new RouteDump(domain, family, name);
            case SysctlName.IFLIST, SysctlName.IFLISTL -> new InterfaceListDump(domain, family, name);
            case SysctlName.STATS -> new StatisticsDump(domain, family);
            default -> throw new IllegalArgumentException("operation " + name.operation());
        };
    }

    /// Writes the next message.
    ///
    /// @return false when there is none
    abstract boolean advance();

    /// Steps to the next record, parents first.
    ///
    /// @return its fields; null at the end
    final @Nullable FieldReader nextRecord() {
        while (!read) {
            RecordCursor present = records;
            if (present != null && present.next()) {
                return fields.resetToFrame(present.buffer(), present.offset());
            }
            read = !cut.nextPart();
            records = !read && cut.part() == Part.VALUES ? cut.records() : null;
        }
        return null;
    }

    /// Whether the record that was stepped to is of a type.
    final boolean is(MessageType type) {
        return cut.descriptor().type().number() == type.number();
    }

    @Override
    public final boolean fill(ByteBuffer target) {
        while (pending || advance()) {
            pending = !writer.moveTo(target);
            if (pending) {
                return false;
            }
        }
        return true;
    }

    /// Gives all messages.
    final void to(Consumer<ByteBuffer> sink) {
        while (advance()) {
            sink.accept(writer.message());
        }
    }

    @Override
    public final void close() {
        snapshot.close();
    }
}
