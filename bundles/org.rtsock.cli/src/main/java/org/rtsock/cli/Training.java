// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs what people run most, one command after the other in one virtual machine, so that the cache which this leaves behind has the classes
/// of all of them. It is run by `bin/prepare-archives`, never by the command.
///
/// The appliance mirrors a host and may be privileged, so the writes name an interface that no Linux can have: its name is too long.
final class Training {
    /// With the statuses that they may end with: a host need not have a route, and nobody has that interface.
    private static final Map<String, Set<Integer>> LINES = lines();

    private Training() {}

    private static Map<String, Set<Integer>> lines() {
        Map<String, Set<Integer>> lines = new LinkedHashMap<>();
        for (String line : List.of(
                "monitor --until-mark",
                "monitor --until-mark --json",
                "show ifd",
                "show route",
                "show route --json",
                "show stats",
                "--help",
                "help route",
                "show --help")) {
            lines.put(line, Set.of(Rtsock.DONE));
        }
        lines.put("get 127.0.0.1", Set.of(Rtsock.DONE, Rtsock.REFUSED));
        lines.put("get 127.0.0.1 --json", Set.of(Rtsock.DONE, Rtsock.REFUSED));
        lines.put("route add 192.0.2.0/24 via 192.0.2.1 dev no-such-interface", Set.of(Rtsock.REFUSED));
        lines.put("batch -", Set.of(Rtsock.REFUSED));
        return lines;
    }

    /// Exit status: 0, or that of the first command that ended otherwise than it should.
    ///
    /// @param args the options that say which appliance
    public static void main(String[] args) {
        for (Map.Entry<String, Set<Integer>> line : LINES.entrySet()) {
            List<String> words = new ArrayList<>(List.of(args));
            words.addAll(List.of(line.getKey().split(" ")));
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            int status = Rtsock.run(words.toArray(String[]::new), System.getenv(), true, true, OutputStream.nullOutputStream(), errors);
            if (!line.getValue().contains(status)) {
                System.err.println(line.getKey() + ": exit status " + status + ": " + errors.toString(StandardCharsets.UTF_8));
                System.exit(Math.max(status, 1));
            }
        }
        // Not by itself: the way that a command ends has classes of its own, those of the log of exits.
        System.exit(Rtsock.DONE);
    }
}
