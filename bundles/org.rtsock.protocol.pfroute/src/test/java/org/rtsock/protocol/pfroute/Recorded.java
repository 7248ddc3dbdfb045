// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.SocketEvent.Told;

/// What a socket of this protocol writes down.
final class Recorded {
    private Recorded() {}

    static Told last(RecordingControlBlock pcb) {
        return pcb.told().getLast();
    }

    /// Bytes of the last message, numbers in the order in which a program of this host reads them.
    static ByteBuffer bytes(RecordingControlBlock pcb) {
        return last(pcb).bytes().order(ByteOrder.nativeOrder());
    }

    /// The last message.
    static Decoded reply(RecordingControlBlock pcb) {
        return Decoded.all(bytes(pcb)).getFirst();
    }
}
