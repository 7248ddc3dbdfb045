// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench.micro;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.Frame;
import org.rtsock.bench.Parts;
import org.rtsock.reporter.route.RouteReporter;

/// The journal of routes alone: what the kernel's call costs, and what reading costs, with 100 000 routes alive.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalBenchmark {
    private static final int ROUTES = 100_000;
    private static final Cause CAUSE = new Cause.Driver("bench");
    private static final ReportListener DEAF = new ReportListener() {
        @Override
        public void readable() {
            // The benchmark reads when it likes.
        }

        @Override
        public int id() {
            return 1;
        }
    };

    private final SinkHolder kernel = new SinkHolder();
    private final RouteReporter reporter = Parts.component(RouteReporter.class, Map.of(), kernel);
    private final Parts.Rows rows = new Parts.Rows();
    private final RecordReader live = reporter.register(DEAF, 0);
    private final RecordReader snapshot = reporter.register(DEAF, 0);
    private int next;

    @Setup(Level.Trial)
    public void load() {
        for (int number = 0; number < ROUTES; number++) {
            kernel.sink().report(Operation.ADD, number, rows.row(number, 0), 1, 1, CAUSE);
        }
        read(live, kernel.publish(1));
    }

    /// A change of one route in a commit of its own, which nobody reads.
    @Benchmark
    public long change() {
        long version = kernel.version() + 1;
        int number = next++ % ROUTES;
        kernel.sink().report(Operation.CHANGE, number, rows.row(number, next), version, 1, CAUSE);
        return kernel.publish(version);
    }

    /// The same, and a listener reads the cut of one.
    @Benchmark
    public long changeAndCutOfOne() {
        return read(live, change());
    }

    /// One record of a snapshot of all.
    @Benchmark
    @OperationsPerInvocation(ROUTES)
    public long snapshotRecord() {
        RecordCursor records = hold(snapshot, kernel.version()).values(0, kernel.version());
        long sum = 0;
        while (records.next()) {
            sum += Frame.kernelVersion(records.buffer(), records.offset());
        }
        snapshot.release(0);
        return sum;
    }

    private static long read(RecordReader reader, long version) {
        long from = reader.cursor();
        RecordCursor records = hold(reader, version).values(from, version);
        long sum = 0;
        while (records.next()) {
            sum += Frame.kernelVersion(records.buffer(), records.offset());
        }
        reader.release(version);
        return sum;
    }

    private static RecordReader hold(RecordReader reader, long version) {
        if (!reader.hold(version)) {
            throw new IllegalStateException("a reader lost its place");
        }
        return reader;
    }
}
