// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Runs one measuring program and prints its [Result]; exit status 1 and a stack trace when it could not verify what it measured.
public final class Bench {
    private static final Map<String, Program> PROGRAMS = new TreeMap<>(Map.of(
            "fanout", FanOut::run,
            "fanout-unix", UnixFanOut::run,
            "listen-unix", UnixListener::run,
            "events", Events::run,
            "events-aeron", AeronEvents::run,
            "late", LateJoiner::run,
            "match", Matching::run,
            "memory", Memory::run,
            "cascade", CascadeRun::run));

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
