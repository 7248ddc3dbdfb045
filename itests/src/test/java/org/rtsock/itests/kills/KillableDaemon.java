// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.rtsock.client.Endpoint;
import org.rtsock.client.PemFiles;

/// The daemon as a process. Its words are `FILE`, or `-` for one that stores nothing, then where the appliance is: `unix PATH` or
/// `tcp PORT CERTIFICATE KEY AUTHORITY`. It says what it took from its file, then a line for each [FirstMark]. When it is
/// asked, by a place on a line, it says what it holds there. It ends when nobody can ask any more.
final class KillableDaemon {
    static final String HELD = "held";
    static final String STATE = "state";

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private KillableDaemon() {}

    public static void main(String[] words) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((_, why) -> fail(why));
        Holding holding = words[0].equals("-")
                ? new ReplicaHolding(endpoint(words), KillableDaemon::tell)
                : stored(Path.of(words[0]), endpoint(words));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null) {
            say(holding.await(FirstMark.place(line)));
        }
        Runtime.getRuntime().halt(0);
    }

    private static Endpoint endpoint(String... words) {
        return words[1].equals("unix")
                ? Endpoint.unix(Path.of(words[2]))
                : tls(Integer.parseInt(words[2]), Path.of(words[3]), Path.of(words[4]), Path.of(words[5]));
    }

    static Endpoint tls(int port, Path certificate, Path key, Path authority) {
        return Endpoint.tls("localhost", port, new PemFiles(certificate, key, authority));
    }

    private static Holding stored(Path path, Endpoint endpoint) throws IOException {
        StateFile file = StateFile.open(path);
        say(HELD + " " + FirstMark.text(new FirstMark(file.place(), null, false).held()) + " " + file.torn());
        StoredHolding holding = new StoredHolding(endpoint, file, KillableDaemon::tell);
        Thread.ofPlatform().name("daemon").start(holding);
        return holding;
    }

    private static void tell(FirstMark first) {
        say(first.line());
    }

    private static void say(Map<String, String> state) {
        StringBuilder text = new StringBuilder(STATE + " " + state.size());
        state.forEach((key, value) -> text.append('\n').append(key).append('\t').append(value));
        say(text.toString());
    }

    private static void say(String line) {
        synchronized (OUT) {
            OUT.println(line);
        }
    }

    static void fail(Throwable why) {
        why.printStackTrace();
        Runtime.getRuntime().halt(3);
    }
}
