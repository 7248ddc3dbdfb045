// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailedComponentsTest {
    @Test
    void innermostCauseIsTheReason() {
        StringWriter trace = new StringWriter();
        new IllegalStateException("outer", new IllegalStateException("middle", new IllegalArgumentException("mode is wrong")))
                .printStackTrace(new PrintWriter(trace));
        assertEquals("java.lang.IllegalArgumentException: mode is wrong", FailedComponents.reason(trace.toString()));
    }

    @Test
    void withoutACauseTheFirstLineIs() {
        assertEquals("EINVAL: mode is wrong", FailedComponents.reason("EINVAL: mode is wrong\n\tat somewhere\n"));
        assertEquals("", FailedComponents.reason(""));
    }
}
