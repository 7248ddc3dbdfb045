// SPDX-License-Identifier: Apache-2.0
package org.rtsock.shell;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtsock.api.transport.LocalConnector;
import org.rtsock.cli.Rtsock;
import org.rtsock.client.RtsockConnection;

/// The commands of scope `rtsock`. Each takes what the word of the `rtsock` command takes; `show --help` tells.
@Component(
        service = ShellCommands.class,
        property = {
            "osgi.command.scope=rtsock",
            "osgi.command.function=show",
            "osgi.command.function=get",
            "osgi.command.function=monitor",
            "osgi.command.function=record",
            "osgi.command.function=route",
            "osgi.command.function=rttable",
            "osgi.command.function=redirect",
            "osgi.command.function=rtstats"
        })
public final class ShellCommands {
    private static final String PROTOCOL = "rts";

    private final LocalConnector connector;

    @Activate
    public ShellCommands(@Reference LocalConnector connector) {
        this.connector = connector;
    }

    @Descriptor("what is there now: objects of a type, types, listeners, features, stats")
    public void show(CommandSession session, String[] words) {
        run(session, "show", words);
    }

    @Descriptor("the route to an address")
    public void get(CommandSession session, String[] words) {
        run(session, "get", words);
    }

    @Descriptor("the state, then every change; a line ends it")
    public void monitor(CommandSession session, String[] words) {
        runUntilLine(session, "monitor", words);
    }

    @Descriptor("writes state and changes to a file; a line ends it")
    public void record(CommandSession session, String[] words) {
        runUntilLine(session, "record", words);
    }

    @Descriptor("adds, changes, deletes, locks a route")
    public void route(CommandSession session, String[] words) {
        run(session, "route", words);
    }

    @Descriptor("adds, changes, deletes a routing table")
    public void rttable(CommandSession session, String[] words) {
        run(session, "rttable", words);
    }

    @Descriptor("adds, deletes a redirect")
    public void redirect(CommandSession session, String[] words) {
        run(session, "redirect", words);
    }

    @Descriptor("resets counters of routes")
    public void rtstats(CommandSession session, String[] words) {
        run(session, "rtstats", words);
    }

    private void runUntilLine(CommandSession session, String word, String... words) {
        Interruption byLine = new Interruption(session.getKeyboard(), Thread.currentThread());
        try {
            run(session, word, words);
        } finally {
            byLine.close();
        }
    }

    /// What it complains of goes where its output goes; the exit status is in the complaint.
    private void run(CommandSession session, String word, String... words) {
        String[] line = Stream.concat(Stream.of(word), Arrays.stream(words)).toArray(String[]::new);
        Rtsock.run(line, () -> RtsockConnection.over(new LocalChannel(connector.connect(PROTOCOL))), session.getConsole(), session.getConsole());
        session.getConsole().flush();
    }
}
