// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench.micro;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.bench.Parts;

/// The frame of one IPv4 route with one next hop: made, read, and asked whether a filter lets it pass.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
    private static final int ROUTES = 4096;
    private static final int STRIDE = 128;

    private final RouteCodec codec = new RouteCodec();
    private final FieldWriter payload = new FieldWriter();
    private final FieldReader reader = new FieldReader();
    private final Parts.Rows rows = new Parts.Rows();
    private final ByteBuffer frames = ByteBuffer.allocate(ROUTES * STRIDE).order(Frame.ORDER);
    private final Filter byPrefix = Filter.of(0, null, Prefix.parse("20.1.0.0/16"));
    private final Filter byProtocol = new Filter(0, null, null, Set.of(RouteProtocol.BOOT, RouteProtocol.KERNEL), Filter.ANY_PRIORITY);
    private int next;

    @Setup
    public void encodeAll() {
        for (int i = 0; i < ROUTES; i++) {
            encode();
        }
    }

    @Benchmark
    public int encode() {
        int number = next++ % ROUTES;
        codec.encode(rows.row(number, number), payload.reset());
        payload.copyTo(frames, number * STRIDE + Frame.HEADER_LENGTH);
        int offset = number * STRIDE;
        int length = Frame.putHeader(frames, offset, Operation.ADD, MessageType.ROUTE.number(), 0, 0, payload.length());
        Frame.putCause(frames, offset, Parts.CAUSE);
        return length;
    }

    @Benchmark
    public Route decode() {
        return codec.decode(reader.resetToFrame(frames, next++ % ROUTES * STRIDE));
    }

    @Benchmark
    public boolean filterByPrefix() {
        return codec.admits(byPrefix, reader.resetToFrame(frames, next++ % ROUTES * STRIDE));
    }

    @Benchmark
    public boolean filterByProtocol() {
        return codec.admits(byProtocol, reader.resetToFrame(frames, next++ % ROUTES * STRIDE));
    }
}
