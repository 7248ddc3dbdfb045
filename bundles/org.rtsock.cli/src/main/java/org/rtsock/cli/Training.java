// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Runs what people run most, one command after the other in one virtual machine, so that the cache which this leaves behind has the classes
/// of all of them. It is run by `bin/prepare-archives`, never by the command.
///
/// The appliance mirrors a host and may be privileged, so the writes name an interface that no Linux can have: its name is too long.
final class Training {
    private static final List<String> LINES = List.of(
            "monitor --until-mark",
            "monitor --until-mark --json",
            "show ifd",
            "show route",
            "show route --json",
            "show stats",
            "get 127.0.0.1",
            "get 127.0.0.1 --json",
            "route add 192.0.2.0/24 via 192.0.2.1 dev no-such-interface",
            "batch -",
            "--help",
            "help route",
            "show --help");

    private Training() {}

    /// Exit status: 0, or 3 when there is no appliance.
    ///
    /// @param args the options that say which appliance
    public static void main(String[] args) {
        for (String line : LINES) {
            List<String> words = new ArrayList<>(List.of(args));
            words.addAll(List.of(line.split(" ")));
            int status = Rtsock.run(
                    words.toArray(String[]::new), System.getenv(), true, true, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
            if (status == Rtsock.UNREACHABLE) {
                System.exit(status);
            }
        }
        // Not by itself: the way that a command ends has classes of its own, those of the log of exits.
        System.exit(Rtsock.DONE);
    }
}
