// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.io.Serial;

/// The driver goes while its thread is at work.
final class StoppedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;
}
