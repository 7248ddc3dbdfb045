// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.client.Answer;
import org.rtsock.client.RtsockConnection;
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

    /// Asks for an object to be written, and prints what was done.
    ///
    /// @return the exit status
    int write(Rtsock rtsock, Operation operation, RoutingObject object, Level level) throws IOException {
        try (RtsockConnection connection = rtsock.connect()) {
            printDone(rtsock, operation, connection.write(operation, object, level));
        }
        return Rtsock.DONE;
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
