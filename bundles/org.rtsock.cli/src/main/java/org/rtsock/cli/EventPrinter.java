// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import org.rtsock.client.StreamMessage;

/// Prints a stream, a line a message.
interface EventPrinter {
    void print(StreamMessage message) throws IOException;

    /// What a notice is called: its operation, but a redirect that was refused must not pass for one that came.
    static String operation(StreamMessage.Notice notice) {
        return notice.errno() == null ? notice.operation().name() : "REFUSED";
    }
}
