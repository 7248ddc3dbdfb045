// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How long one change takes from the writer to each of N other processes, over the unix transport. One route is added at a time, and the
/// next one a while later. The clock starts before the commit and stops when the listener has read the route's record. All processes read
/// one clock: `System.nanoTime` is the host's `CLOCK_MONOTONIC` on Linux.
final class UnixLatency {
    private UnixLatency() {}

    static Result run(Options options) throws IOException {
        int listeners = options.number("listeners", 1);
        int changes = options.number("changes", 10_000);
        int warm = options.number("warm", 5_000);
        int paceMicros = options.number("pace", 1000);
        options.done();
        try (WorkFolder folder = WorkFolder.make();
                Serving serving = Serving.at(folder.socket())) {
            List<Child> children = new ArrayList<>();
            try {
                for (int i = 0; i < listeners; i++) {
                    children.add(Child.startFrugal(
                            "listen-latency", "--socket", folder.socket(), "--changes", warm + changes, "--to", heard(folder, i)));
                }
                for (Child child : children) {
                    child.ready();
                }
                long[] written = write(serving.router(), warm + changes, paceMicros * 1000L);
                for (Child child : children) {
                    child.line();
                }
                long[] nanos = latencies(written, folder, listeners, warm);
                return percentiles(new Result().with("listeners", listeners).with("changes", changes), nanos);
            } finally {
                children.forEach(Child::close);
            }
        }
    }

    private static Path heard(WorkFolder folder, int listener) {
        return folder.path().resolve("heard-" + listener);
    }

    private static long[] write(Router router, int count, long pace) {
        NumberedRoutes routes = new NumberedRoutes(1, "eth0");
        long[] written = new long[count];
        long due = System.nanoTime();
        for (int number = 0; number < count; number++) {
            due += pace;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int present = number;
            written[number] = System.nanoTime();
            router.commit(work -> work.put(routes.row(present, present)));
        }
        return written;
    }

    private static long[] latencies(long[] written, WorkFolder folder, int listeners, int warm) throws IOException {
        long[] nanos = new long[listeners * (written.length - warm)];
        int filled = 0;
        for (int listener = 0; listener < listeners; listener++) {
            byte[] heard = Files.readAllBytes(heard(folder, listener));
            LongBuffer times = ByteBuffer.wrap(heard).order(ByteOrder.nativeOrder()).asLongBuffer();
            for (int number = warm; number < written.length; number++) {
                nanos[filled++] = times.get(number) - written[number];
            }
        }
        Arrays.sort(nanos);
        if (nanos[0] <= 0) {
            throw new AssertionError("a change was heard before it was written");
        }
        return nanos;
    }

    private static Result percentiles(Result result, long[] sorted) {
        return result.with("p50_us", at(sorted, 0.5))
                .with("p99_us", at(sorted, 0.99))
                .with("p999_us", at(sorted, 0.999))
                .with("max_us", at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1e3;
    }
}
