// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.file.Path;
import org.rtsock.client.Endpoint;

/// Where a router takes connections, so that it can be told to another process.
///
/// @param over   `unix` or `tls`
/// @param port   of the loopback, for `tls`
/// @param folder of the socket, or of the certificates
record Place(String over, int port, Path folder) {
    static Place of(String line) {
        String[] words = line.split(" ", 3);
        return new Place(words[0], Integer.parseInt(words[1]), Path.of(words[2]));
    }

    String line() {
        return over + " " + port + " " + folder;
    }

    Endpoint endpoint() {
        return over.equals("tls")
                ? Endpoint.tls("localhost", port, new Certificates(folder).ofDaemon())
                : Endpoint.unix(new WorkFolder(folder).socket());
    }
}
