// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench.micro;

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
import org.rtsock.api.kernel.Kernel;
import org.rtsock.bench.Parts;

/// Writing routes to the kernel core, with no reporter attached and 100 000 routes in the table.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    private static final int ROUTES = 100_000;
    private static final int BATCH = 200;

    private final Kernel kernel = Parts.kernel();
    private final Parts.Rows rows = new Parts.Rows();
    private int next;

    @Setup(Level.Trial)
    public void load() {
        for (int first = 0; first < ROUTES; first += BATCH) {
            put(first, 0);
        }
    }

    /// One of 200 changes in a commit.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long change() {
        next += BATCH;
        return put(next % ROUTES, 1 + next / ROUTES);
    }

    /// One of 200 routes that go in one commit and come back in another.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long deleteAndAdd() {
        int first = next % ROUTES;
        kernel.commit(Parts.CAUSE, work -> {
            for (int number = first; number < first + BATCH; number++) {
                work.remove(rows.row(number, 0));
            }
        });
        next += BATCH;
        return put(first, 0);
    }

    private long put(int first, int choice) {
        return kernel.commit(Parts.CAUSE, work -> {
            for (int number = first; number < first + BATCH; number++) {
                work.put(rows.row(number, choice));
            }
        });
    }
}
