// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.Closeable;
import java.io.IOException;

/// A subscription to routes over a Unix-domain socket, in one of the ways in which a daemon may read it.
interface RouteStream extends Closeable {
    void subscribe() throws IOException;

    /// Reads up to the next mark.
    ///
    /// @return its version
    long readToMark(RouteTally tally) throws IOException;
}
