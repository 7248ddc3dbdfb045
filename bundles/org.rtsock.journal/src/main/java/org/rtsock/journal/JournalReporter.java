// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.ObjectCodec;

/// A reporter on a journal: both ends of it, for one message type. A reporter bundle's component extends this with its codec, calls
/// [#attach] in its constructor and [#close] when it goes.
///
/// The methods of [ReportSink] belong to the kernel's committing thread, the others to any.
public class JournalReporter<T extends RoutingObject> implements Reporter, ReportSink, StatisticsSource {
    private final Class<T> kind;
    private final ObjectCodec<T> codec;
    private final ListenerList listeners = new ListenerList();
    private final Journal journal;
    /// Written by the committing thread only.
    private final AtomicLong reports = new AtomicLong();
    private final AtomicReference<@Nullable Registration> attachment = new AtomicReference<>();
    /// Who is told of a failure. Any thread adds and removes.
    private final List<Consumer<? super Throwable>> told = new CopyOnWriteArrayList<>();
    /// Written once, by the committing thread, before it looks at who is told.
    private volatile @Nullable Throwable failure;

    /// @param kind class of the type's objects
    public JournalReporter(Class<T> kind, ObjectCodec<T> codec, JournalBounds bounds) {
        this(kind, codec, bounds, BlockSizes.DEFAULT);
    }

    JournalReporter(Class<T> kind, ObjectCodec<T> codec, JournalBounds bounds, BlockSizes sizes) {
        this.kind = kind;
        this.codec = codec;
        journal = new Journal(codec.type(), bounds, sizes, listeners);
    }

    /// Puts this reporter under the changes of its type, once in its life. When it returns, the records hold the kernel's state.
    protected final void attach(Kernel kernel) {
        attachment.set(kernel.attach(this));
    }

    /// Takes it off again, and everybody off its list; the records stay for those who are reading. Has its effect once.
    public void close() {
        withdrawn();
        listeners.clear();
    }

    @Override
    public final void withdrawn() {
        Registration registration = attachment.getAndSet(null);
        if (registration != null) {
            registration.close();
        }
    }

    /// Whoever comes at the moment of the failure may be told twice.
    @Override
    public final Registration onFailure(Consumer<? super Throwable> listener) {
        told.add(listener);
        Throwable thrown = failure;
        if (thrown != null) {
            listener.accept(thrown);
        }
        return () -> told.remove(listener);
    }

    @Override
    public final void detached(Throwable thrown) {
        failure = thrown;
        told.forEach(listener -> listener.accept(thrown));
    }

    @Override
    public final ObjectCodec<T> codec() {
        return codec;
    }

    @Override
    public final MessageType type() {
        return codec.type();
    }

    @Override
    public final RecordReader register(ReportListener listener, long cursor) {
        return JournalReader.register(journal, listeners, listener, cursor);
    }

    @Override
    public final long reports() {
        return reports.get();
    }

    @Override
    public final void attached(long floor) {
        journal.begin(floor);
    }

    @Override
    public final void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
        if (journal.makesRecord(operation, slot, version, born)) {
            codec.encode(mine(object), journal.payload());
        }
        append(operation, slot, version, born, cause);
    }

    /// Of a type number that two bundles have taken, each is shown the other's objects.
    private T mine(RoutingObject object) {
        if (!kind.isInstance(object)) {
            throw new RoutingException(
                    Errno.EINVAL,
                    object.key().text() + " is a " + object.getClass().getName() + ", not a " + kind.getName() + ": message type number "
                            + type().number() + " is somebody else's");
        }
        return kind.cast(object);
    }

    @Override
    public final void report(Operation operation, int slot, RouteRow route, long version, long born, Cause cause) {
        if (journal.makesRecord(operation, slot, version, born)) {
            encode(route, journal.payload());
        }
        append(operation, slot, version, born, cause);
    }

    /// Writes the fields of a route as the codec would. Overridden by a reporter that can do so without making an object of the numbers.
    ///
    /// @throws org.rtsock.api.RoutingException EMSGSIZE when it does not fit a frame
    protected void encode(RouteRow route, FieldWriter out) {
        codec.encode(mine(route.route()), out);
    }

    private void append(Operation operation, int slot, long version, long born, Cause cause) {
        journal.report(operation, slot, version, born, cause);
        reports.setRelease(reports.getPlain() + 1);
    }

    /// Wakes first: compaction may take a moment, and no reader needs to wait for it.
    @Override
    public final void published(long version) {
        listeners.wake();
        journal.published(version);
    }

    @Override
    public final String name() {
        return "journal." + type().word();
    }

    /// For a look at what is kept.
    final Journal journal() {
        return journal;
    }

    /// Records and blocks as they happen to be while a commit goes on.
    @Override
    public final Map<String, Long> read() {
        Map<String, Long> counters = new LinkedHashMap<>();
        new Census(journal).addTo(counters);
        JournalReader oldest = listeners.oldest();
        counters.put("held.bytes", journal.heldBytes());
        counters.put("oldest.cursor", oldest == null ? 0 : oldest.place());
        counters.put("oldest.socket", oldest == null ? 0L : oldest.listener().id());
        counters.put("expired", listeners.expired());
        counters.put("floor", journal.floor());
        counters.put("compactions", journal.compactions());
        counters.put("reports", reports());
        counters.put("listeners", (long) listeners.size());
        return counters;
    }
}
