// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class FailedComponentsTest {
    @Test
    void reasonIsWhatTheComponentThrewAndNotItsCauses() {
        IllegalStateException thrown = new IllegalStateException("mode 'x' is none", new IllegalArgumentException("invalid"));
        assertEquals("java.lang.IllegalStateException: mode 'x' is none", FailedComponents.reason(trace(new InvocationTargetException(thrown))));
        assertEquals("java.lang.IllegalStateException: mode 'x' is none", FailedComponents.reason(trace(thrown)));
    }

    private static String trace(Exception failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void withoutAStackTraceTheTextIs() {
        assertEquals("EINVAL: mode is wrong", FailedComponents.reason("EINVAL: mode is wrong\n\tat somewhere\n"));
        assertEquals("", FailedComponents.reason(""));
    }
}
