// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void aLineTellsThePlaceEvenWithSpacesInIt() {
        Place place = new Place("tls", 2009, Path.of("/tmp/a folder/b"));
        assertEquals(place, Place.of(place.line()));
    }
}
