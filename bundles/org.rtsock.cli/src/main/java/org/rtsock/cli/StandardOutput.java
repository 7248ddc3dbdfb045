// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.io.OutputStream;

/// Standard output whose failure ends the command instead of being lost in a `PrintWriter`.
final class StandardOutput extends OutputStream {
    private final OutputStream target;

    StandardOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    @Override
    public void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }
}
