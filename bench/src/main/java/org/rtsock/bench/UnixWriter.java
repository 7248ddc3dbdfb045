// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.client.BatchAnswer;
import org.rtsock.client.BatchWriter;
import org.rtsock.client.Endpoint;
import org.rtsock.client.RoutingClient;

/// The other process: for each socket path on standard input it connects, adds [NumberedRoutes] by the client library, and prints how many
/// seconds it took until the appliance had said that all are stored.
final class UnixWriter {
    private UnixWriter() {}

    static Result run(Options options) throws IOException, InterruptedException, ExecutionException {
        int routes = options.number("routes", 1_000_000);
        boolean all = options.text("mode", "all").equals("all");
        options.done();
        BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String path;
        while ((path = paths.readLine()) != null) {
            System.out.println(load(Path.of(path), routes, all));
        }
        return new Result().with("routes", routes);
    }

    private static double load(Path socket, int routes, boolean all) throws IOException, InterruptedException, ExecutionException {
        NumberedRoutes numbered = new NumberedRoutes(1, "eth0");
        try (RoutingClient client = RoutingClient.connect(Endpoint.unix(socket))) {
            long begin = System.nanoTime();
            try (BatchWriter batch = all ? client.allOrNone(Level.STORED) : client.eachOnItsOwn(Level.STORED, UnixWriter::refused)) {
                for (int number = 0; number < routes; number++) {
                    batch.put(Operation.ADD, numbered.row(number, number));
                }
                BatchAnswer answer = batch.commit().get();
                if (answer.carriedOut() != routes) {
                    throw new AssertionError("the appliance took " + answer.carriedOut() + " of " + routes + " routes");
                }
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static void refused(Object refusal) {
        throw new AssertionError(refusal.toString());
    }
}
