// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Memory of another JVM, by this JDK's `jcmd` and `/proc`.
///
/// @param heapMib     used after a collection
/// @param residentMib all of the process, -1 where there is no `/proc`
record ProcessMemory(long heapMib, long residentMib) {
    private static final Pattern USED = Pattern.compile("total \\S+ used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");
    private static final int KIB = 1024;

    static ProcessMemory of(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        long used = sum(USED.matcher(jcmd(pid, "GC.heap_info")));
        if (used == 0) {
            throw new IOException("no heap of " + pid + " in: " + jcmd(pid, "GC.heap_info"));
        }
        Path status = Path.of("/proc", Long.toString(pid), "status");
        long resident = Files.exists(status) ? sum(RESIDENT.matcher(Files.readString(status))) / KIB : -1;
        return new ProcessMemory(used / KIB, resident);
    }

    private static long sum(Matcher found) {
        return found.results().mapToLong(match -> Long.parseLong(match.group(1))).sum();
    }

    private static String jcmd(long pid, String what) throws IOException, InterruptedException {
        List<String> words = List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), what);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
