// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Runs one measuring program and prints its [Result]; exit status 1 and a stack trace when it could not verify what it measured.
public final class Bench {
    private static final Map<String, Program> PROGRAMS = new TreeMap<>(Map.ofEntries(
            Map.entry("fanout", FanOut::run),
            Map.entry("fanout-unix", UnixFanOut::run),
            Map.entry("listen-unix", UnixListener::run),
            Map.entry("load-unix", UnixLoad::run),
            Map.entry("write-unix", UnixWriter::run),
            Map.entry("latency-unix", UnixLatency::run),
            Map.entry("listen-latency", LatencyListener::run),
            Map.entry("never-reads", NeverReads::run),
            Map.entry("listen-changes", ChangeListeners::run),
            Map.entry("events", Events::run),
            Map.entry("events-aeron", AeronEvents::run),
            Map.entry("late", LateJoiner::run),
            Map.entry("match", Matching::run),
            Map.entry("memory", Memory::run),
            Map.entry("cascade", CascadeRun::run)));

    private Bench() {}

    /// @param args name of the program, then its options
    public static void main(String[] args) {
        Program program = args.length == 0 ? null : PROGRAMS.get(args[0]);
        if (program == null) {
            System.err.println("usage: PROGRAM [--OPTION VALUE]...   programs: " + String.join(" ", PROGRAMS.keySet()));
            System.exit(2);
            return;
        }
        try {
            System.out.println(program.run(new Options(Arrays.copyOfRange(args, 1, args.length))));
            // Listeners are daemon threads of their own, and a stalled one never ends.
            System.exit(0);
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
