// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.file.Path;
import org.rtsock.transport.unix.UnixTransport;

/// A router that takes connections until it is closed.
record Serving(Router router, UnixTransport transport) implements AutoCloseable {
    static Serving at(Path path) {
        Router router = new Router();
        return new Serving(router, router.serve(path));
    }

    @Override
    public void close() {
        Component.stop(transport);
    }
}
