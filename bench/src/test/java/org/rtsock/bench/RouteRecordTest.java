// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;

class RouteRecordTest {
    /// The frame of a row at an offset of 8, with version and birth.
    static ByteBuffer frame(RouteRow row, long version, long born) {
        FieldWriter payload = new FieldWriter();
        new RouteCodec().encode(row, payload.reset());
        ByteBuffer buffer = ByteBuffer.allocate(256).order(Frame.ORDER);
        Frame.putHeader(buffer, 8, Operation.ADD, MessageType.ROUTE.number(), 0, 0, payload.length());
        payload.copyTo(buffer, 8 + Frame.HEADER_LENGTH);
        return buffer.putLong(8 + Frame.KERNEL_VERSION_OFFSET, version).putLong(8 + Frame.BORN_OFFSET, born);
    }

    @Test
    void fieldsAreReadWhereTheCodecPutsThem() {
        NumberedRoutes routes = new NumberedRoutes(1, "eth0");
        for (int number : new int[] {0, 1, 255, 70_000, NumberedRoutes.MOST - 1}) {
            ByteBuffer buffer = frame(routes.row(number, number), 1, 1);
            assertEquals(number, NumberedRoutes.number(RouteRecord.address(buffer, 8)));
            assertEquals(NumberedRoutes.gatewayByte(number), RouteRecord.gatewayByte(buffer, 8));
        }
    }

    @Test
    void anEventHas96Bytes() {
        assertEquals(96, Frame.length(frame(new NumberedRoutes(1, "eth0").row(0, 0), 1, 1), 8));
    }
}
