// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void whatIsNotGivenHasItsDefault() {
        Options options = new Options("--routes", "1_000");
        assertEquals(1000, options.number("routes", 5));
        assertEquals(5, options.number("listeners", 5));
        assertEquals("jvm", options.text("over", "jvm"));
        options.done();
    }

    @Test
    void aMisspeltNameIsRefused() {
        Options options = new Options("--rotes", "1000");
        options.number("routes", 5);
        assertThrows(IllegalArgumentException.class, options::done);
    }
}
