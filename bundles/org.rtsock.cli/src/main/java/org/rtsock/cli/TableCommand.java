// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteRequest.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rtsock rttable`: makes, names and removes routing tables.
@Command(
        name = "rttable",
        description = "Adds, changes or deletes a routing table.",
        footer = {
            "",
            "Examples:",
            "  rtsock rttable add 100 name blue",
            "  rtsock rttable change 100 name green --json",
            "  rtsock rttable delete 100"
        })
final class TableCommand implements Runnable {
    private final Rtsock rtsock;

    /// The words of a write.
    private static final class WriteOptions {
        @Parameters(
                arity = "1..*",
                paramLabel = "ID WORDS",
                completionCandidates = Candidates.OtherParts.class,
                description = {
                    "ID of the table, then any of:",
                    "family inet or inet6 (inet when left out);",
                    "name NAME, not with delete (the id when left out)."
                })
        private List<String> words = List.of();

        @Mixin
        private final ObjectOptions output = new ObjectOptions();
    }

    TableCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public void run() {
        throw new UsageException("'rttable' needs add, change or delete after it");
    }

    @Command(description = "Adds a table that is not there.")
    int add(@Mixin WriteOptions options) throws IOException {
        return write(Operation.ADD, options);
    }

    @Command(description = "Gives a table another name.")
    int change(@Mixin WriteOptions options) throws IOException {
        return write(Operation.CHANGE, options);
    }

    @Command(description = "Deletes a table with all its routes.")
    int delete(@Mixin WriteOptions options) throws IOException {
        return write(Operation.DELETE, options);
    }

    private int write(Operation operation, WriteOptions options) throws IOException {
        return options.output.write(rtsock, operation, parse(operation, options.words), Level.STORED);
    }

    /// @throws UsageException when the words make no table
    static RtTable parse(Operation operation, List<String> list) {
        WordReader words = new WordReader(list);
        int id = Arguments.table(words.next("rttable", "an id"));
        @Nullable String name = null;
        @Nullable Family family = null;
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("family")) {
                WordReader.once(word, family == null);
                family = Arguments.family(words.next(word, "inet or inet6"));
            } else if (word.equals("name") && operation != Operation.DELETE) {
                WordReader.once(word, name == null);
                name = words.next(word, "a name");
            } else {
                throw new UsageException("'" + word + "' is not a word for a table" + (operation == Operation.DELETE ? " to delete" : ""));
            }
        }
        if (operation == Operation.CHANGE && name == null) {
            throw new UsageException("a change of a table needs 'name NAME'");
        }
        return new RtTable(id, name == null ? Integer.toUnsignedString(id) : name, family == null ? Family.INET : family);
    }
}
