// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench.micro;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.bench.Parts;

/// Longest match for addresses that a route covers.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatchBenchmark {
    private static final int ADDRESSES = 1 << 20;
    private static final long SEED = 7;

    /// See `org.rtsock.bench.LengthMix`.
    @Param({"INTERNET", "UNIFORM", "INTERNET6"})
    public String mix = "";

    @Param({"100000", "1000000"})
    public int routes;

    private RouteLookup table = (_, _) -> null;
    private long[] addresses = {};
    private int next;

    @Setup
    public void load() {
        Parts.Table filled = Parts.table(mix, routes, ADDRESSES, SEED);
        table = filled.lookup();
        addresses = filled.addresses();
    }

    @Benchmark
    public @Nullable RouteAttributes match() {
        return table.match(addresses[next++ & ADDRESSES - 1], 0);
    }
}
