// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/// The console of the feature `shell`, with somebody who types.
public class ShellIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void wordsOfTheCommandWorkAtTheConsole() throws Exception {
        Path home = folder.getRoot().toPath();
        try (RunningAppliance lab = RunningAppliance.start(home, Shipped.command(), List.of(), "lab", "--feature", "shell")) {
            lab.type("show types");
            lab.await("the types", () -> lab.said().contains("IFDEV"));
            lab.type("route add 198.51.100.0/24 blackhole");
            lab.type("get 198.51.100.7");
            lab.await("the route", () -> lab.said().contains("blackhole 198.51.100.0/24"));
            lab.type("show nothing");
            lab.await("the refusal", () -> lab.said().contains("'nothing' is none of"));
        }
    }

    @Test
    public void aLineEndsAMonitorAndIsNoCommand() throws Exception {
        Path home = folder.getRoot().toPath();
        try (RunningAppliance lab = RunningAppliance.start(home, Shipped.command(), List.of(), "lab", "--feature", "shell")) {
            lab.type("monitor --types ifd");
            lab.await("the end of the snapshot", () -> lab.said().contains("-- complete, "));
            lab.type("show listeners");
            lab.type("show features");
            lab.await("the features", () -> lab.said().contains("A console on standard input"));
            assertFalse(lab.said(), lab.said().contains("COALESCED"));
            lab.type("exit 0");
            assertEquals(0, lab.awaitEnd());
        }
    }
}
