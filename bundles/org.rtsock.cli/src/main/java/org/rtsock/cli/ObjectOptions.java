// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import org.rtsock.api.message.Operation;
import org.rtsock.client.Answer;
import picocli.CommandLine.Option;

/// How the object that a command wrote or found is printed.
final class ObjectOptions {
    @Option(names = "--json", description = "A JSON object.")
    private boolean json;

    /// What is: the bare object.
    void printFound(Rtsock rtsock, Answer answer) throws IOException {
        if (json) {
            new JsonText(rtsock.out()).print(answer.object());
        } else {
            printLine(rtsock, answer);
        }
    }

    /// What was done: an event.
    void printDone(Rtsock rtsock, Operation operation, Answer answer) throws IOException {
        if (json) {
            new JsonText(rtsock.out()).printDone(operation, answer);
        } else {
            printLine(rtsock, answer);
        }
    }

    private static void printLine(Rtsock rtsock, Answer answer) {
        rtsock.out().append(ObjectText.of(answer.type(), answer.object())).append('\n');
    }
}
