// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HostMirrorTest {
    @Test
    void dumpKeepsItsRequestToItself() {
        byte[] request = {1, 2, 3};
        HostMirror.Dump dump = new HostMirror.Dump(30, request);
        request[0] = 9;
        dump.request()[1] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, dump.request());
    }

    @Test
    void dumpsAreEqualByWhatTheyAsk() {
        HostMirror.Dump dump = new HostMirror.Dump(30, new byte[12]);
        assertEquals(new HostMirror.Dump(30, new byte[12]), dump);
        assertEquals(new HostMirror.Dump(30, new byte[12]).hashCode(), dump.hashCode());
        assertNotEquals(new HostMirror.Dump(30, new byte[11]), dump);
        assertNotEquals(new HostMirror.Dump(31, new byte[12]), dump);
    }

    @Test
    void whatDoesNotFitAMessageIsRefused() {
        for (int type : new int[] {15, -1, 65536}) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> new HostMirror.Dump(type, new byte[1]));
            assertTrue(refusal.toString().contains(Integer.toString(type)), refusal::toString);
        }
        for (int length : new int[] {0, 4097}) {
            assertThrows(IllegalArgumentException.class, () -> new HostMirror.Dump(30, new byte[length]));
        }
    }
}
