// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ResultTest {
    @Test
    void oneLineOfJsonInOrder() {
        String line = new Result().with("routes", 5).with("seconds", 0.25).with("mix", "INTERNET").toString();
        assertEquals("{\"routes\": 5, \"seconds\": 0.250000, \"mix\": \"INTERNET\"}", line);
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThrows(ArithmeticException.class, () -> new Result().with("rate", 0.0 / 0));
    }
}
