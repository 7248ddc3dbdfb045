// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.wire.Frame;

/// Opens a connection: the two sides tell each other what they are.
///
/// ```
///    0             6         7         8                  16
///   +-------------+---------+---------+--------------------+
///   | "rtsock"    | version | family  | protocol, ASCII    |   daemon
///   +-------------+---------+---------+--------------------+
///   | "rtsock"    | errno             |                        appliance
///   +-------------+-------------------+
/// ```
final class Preamble {
    private static final byte[] MAGIC = "rtsock".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROTOCOL = "rts".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final byte ALL_FAMILIES = 0;
    private static final int QUESTION_LENGTH = 16;
    private static final int ANSWER_LENGTH = 8;

    private Preamble() {}

    /// @param place for people
    static void exchange(ByteChannel channel, String place) throws IOException {
        ByteBuffer question = ByteBuffer.allocate(QUESTION_LENGTH)
                .put(MAGIC)
                .put(VERSION)
                .put(ALL_FAMILIES)
                .put(PROTOCOL)
                .position(0);
        ByteBuffer answer = ByteBuffer.allocate(ANSWER_LENGTH).order(Frame.ORDER);
        try {
            while (question.hasRemaining()) {
                channel.write(question);
            }
            while (answer.hasRemaining()) {
                if (channel.read(answer) < 0) {
                    throw new NoApplianceException(place, "it closed the connection");
                }
            }
        } catch (NoApplianceException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new NoApplianceException(place, String.valueOf(e.getMessage()), e);
        }
        if (!ByteBuffer.wrap(MAGIC).equals(answer.slice(0, MAGIC.length))) {
            throw new NoApplianceException(place, "what listens there does not speak rtsock");
        }
        int errno = answer.getShort(MAGIC.length) & 0xffff;
        if (errno != 0) {
            throw new RoutingException(Errno.of(errno), "the appliance at " + place + " opens no socket of protocol rts: "
                    + Errno.of(errno).text());
        }
    }
}
