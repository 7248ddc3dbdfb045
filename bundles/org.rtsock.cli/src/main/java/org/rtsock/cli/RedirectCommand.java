// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteRequest.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rtsock redirect`: tells the kernel core what a router said, or takes it back.
@Command(
        name = "redirect",
        description = "Adds or deletes a redirect.",
        footer = {
            "",
            "Examples:",
            "  rtsock redirect add 198.51.100.7 via 192.0.2.2 from 192.0.2.1",
            "  rtsock redirect delete 198.51.100.7 --json"
        })
final class RedirectCommand implements Runnable {
    private final Rtsock rtsock;

    /// The words of a write.
    private static final class WriteOptions {
        @Parameters(
                arity = "1..*",
                paramLabel = "PREFIX WORDS",
                completionCandidates = Candidates.OtherParts.class,
                description = {
                    "PREFIX or ADDRESS, then, not with delete:",
                    "via GATEWAY: the better router;",
                    "from AUTHOR: the router that said so;",
                    "and table N (a number, main or local)."
                })
        private List<String> words = List.of();

        @Mixin
        private final ObjectOptions output = new ObjectOptions();
    }

    RedirectCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public void run() {
        throw new UsageException("'redirect' needs add or delete after it");
    }

    @Command(description = "Does what a redirect from a router does: leads a destination elsewhere.")
    int add(@Mixin WriteOptions options) throws IOException {
        return write(Operation.ADD, options);
    }

    @Command(description = "Deletes a redirect, and the route that it made.")
    int delete(@Mixin WriteOptions options) throws IOException {
        return write(Operation.DELETE, options);
    }

    private int write(Operation operation, WriteOptions options) throws IOException {
        return options.output.write(rtsock, operation, parse(operation, options.words), Level.STORED);
    }

    /// @throws UsageException                     when the words make no redirect
    /// @throws org.rtsock.api.RoutingException EINVAL for addresses that a kernel would refuse
    static Redirect parse(Operation operation, List<String> list) {
        WordReader words = new WordReader(list);
        Prefix destination = Arguments.prefix(words.next("redirect", "a prefix"));
        int table = RtTable.MAIN;
        @Nullable IpAddress gateway = null;
        @Nullable IpAddress author = null;
        while (words.hasNext()) {
            String word = words.next();
            boolean adding = operation == Operation.ADD;
            if (word.equals("table")) {
                table = Arguments.table(words.next(word, "a table"));
            } else if (word.equals("via") && adding) {
                WordReader.once(word, gateway == null);
                gateway = Arguments.address("gateway", words.next(word, "a gateway"));
            } else if (word.equals("from") && adding) {
                WordReader.once(word, author == null);
                author = Arguments.address("author", words.next(word, "a router"));
            } else {
                throw new UsageException("'" + word + "' is not a word for a redirect" + (adding ? "" : " to delete"));
            }
        }
        // A delete looks at the key only.
        IpAddress none = Prefix.all(destination.family()).address();
        if (operation == Operation.ADD && (gateway == null || author == null)) {
            throw new UsageException("a redirect needs 'via GATEWAY' and 'from AUTHOR'");
        }
        return new Redirect(
                new Redirect.Key(table, destination), gateway == null ? none : gateway, author == null ? none : author, false);
    }
}
