// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.file.Path;
import org.rtsock.client.Endpoint;
import org.rtsock.client.PemFiles;
import org.rtsock.testkit.LabCertificates;

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
        if (over.equals("unix")) {
            return Endpoint.unix(new WorkFolder(folder).socket());
        }
        LabCertificates certificates = new LabCertificates(folder);
        return Endpoint.tls("localhost", port, new PemFiles(certificates.daemon(), certificates.daemonKey(), certificates.authority()));
    }
}
