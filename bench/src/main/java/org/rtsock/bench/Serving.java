// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.rtsock.api.transport.Transport;
import org.rtsock.testkit.LabCertificates;

/// A router that takes connections until it is closed.
record Serving(Router router, Transport transport) implements AutoCloseable {
    static Serving at(Path path) {
        Router router = new Router();
        return new Serving(router, router.serve(path));
    }

    /// @param over `unix` or `tls`
    static Serving over(String over, WorkFolder folder) throws IOException {
        Router router = new Router();
        return switch (over) {
            case "unix" -> new Serving(router, router.serve(folder.socket()));
            case "tls" -> new Serving(router, router.serve(LabCertificates.make(folder.path(), "read")));
            default -> throw new IllegalArgumentException("over '" + over + "' is neither unix nor tls");
        };
    }

    /// The port of a transport that has one.
    int port() {
        return URI.create(transport.address()).getPort();
    }

    @Override
    public void close() {
        Component.stop(transport);
    }
}
