// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import org.rtsock.client.StreamMessage;

/// Prints a stream, a line a message.
interface EventPrinter {
    void print(StreamMessage message) throws IOException;
}
