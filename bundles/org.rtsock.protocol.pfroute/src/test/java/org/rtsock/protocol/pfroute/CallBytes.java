// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A call of the socket layer as a daemon would write it. Shares nothing with the code that is tested.
final class CallBytes {
    static final int SEQ = 91;

    private CallBytes() {}

    static ByteBuffer setsockopt(int level, int option, int value) {
        byte[] bytes = head(Layout.SETSOCKOPT, 128, Layout.SETSOCKOPT.size);
        Layout.SETSOCKOPT.put(bytes, 0, "level", level);
        Layout.SETSOCKOPT.put(bytes, 0, "option", option);
        Layout.SETSOCKOPT.put(bytes, 0, "value", value);
        return ByteBuffer.wrap(bytes);
    }

    static ByteBuffer sysctl(int family, int... name) {
        byte[] bytes = head(Layout.SYSCTL, 129, Layout.SYSCTL.size + 4 * name.length);
        Layout.SYSCTL.put(bytes, 0, "family", family);
        Layout.SYSCTL.put(bytes, 0, "count", name.length);
        for (int i = 0; i < name.length; i++) {
            // The name is an array of what "count" is.
            Layout.SYSCTL.put(bytes, 4 + 4 * i, "count", name[i]);
        }
        return ByteBuffer.wrap(bytes);
    }

    static ByteBuffer shutdown() {
        return ByteBuffer.wrap(head(Layout.SHUTDOWN, 130, Layout.SHUTDOWN.size));
    }

    /// The same with another stated and real length.
    static ByteBuffer ofLength(ByteBuffer call, int length) {
        byte[] bytes = Arrays.copyOf(call.array(), length);
        Layout.SHUTDOWN.put(bytes, 0, "msglen", length);
        return ByteBuffer.wrap(bytes);
    }

    private static byte[] head(Layout layout, int type, int length) {
        byte[] bytes = new byte[length];
        layout.put(bytes, 0, "msglen", length);
        layout.put(bytes, 0, "version", 5);
        layout.put(bytes, 0, "type", type);
        layout.put(bytes, 0, "seq", SEQ);
        return bytes;
    }
}
