// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.List;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;

/// What a socket of this protocol writes down.
final class Recorded {
    private Recorded() {}

    /// A socket of a domain with two types and one listener.
    static RecordingControlBlock socket() {
        RecordingControlBlock pcb = new RecordingControlBlock();
        pcb.domain()
                .listsTypes(new IfdCodec().descriptor(), new RouteCodec().descriptor())
                .listsSockets(new SocketInfo(3, "rts", "unix", "root", -1, List.of("ifd", "ifl"), 5, 2, 4, 1, "listening"));
        return pcb;
    }

    static List<ByteBuffer> replies(RecordingControlBlock pcb) {
        return pcb.told().stream()
                .map(told -> {
                    assertFalse(told.toAll(), "answers of this protocol are for the sender alone");
                    return told.bytes().order(Frame.ORDER);
                })
                .toList();
    }

    static ByteBuffer lastReply(RecordingControlBlock pcb) {
        return replies(pcb).getLast();
    }
}
