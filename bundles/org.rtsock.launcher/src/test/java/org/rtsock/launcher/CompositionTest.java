// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionTest {
    @TempDir
    private Path temporary;

    private FeatureFolder distribution;

    @BeforeEach
    void makeFolder() {
        distribution = new FeatureFolder(temporary.resolve("features"));
    }

    private List<String> closure(String... references) throws LaunchException {
        return Composition.of(distribution.catalog(), List.of(references)).stream().map(Feature::name).toList();
    }

    private String refusal(String... references) {
        LaunchException refused = assertThrows(LaunchException.class, () -> closure(references));
        assertEquals(LaunchException.WRONG_USE, refused.exitStatus());
        return refused.getMessage();
    }

    @Test
    void partsComeBeforeWhatIsMadeOfThemAndOnce() throws LaunchException {
        distribution.write("top", "\"features\": [\"left\", \"right\"]");
        distribution.write("left", "\"features\": [\"base\"]");
        distribution.write("right", "\"features\": [\"base\"]");
        distribution.write("base", "");
        assertEquals(List.of("base", "left", "right", "top"), closure("top"));
    }

    @Test
    void addedFeaturesFollowTheAppliance() throws LaunchException {
        distribution.write("top", "\"features\": [\"base\"]");
        distribution.write("base", "");
        distribution.write("extra", "\"features\": [\"base\"]");
        assertEquals(List.of("base", "top", "extra"), closure("top", "extra"));
    }

    @Test
    void aCycleIsRefusedAndSpeltOut() {
        distribution.write("top", "\"features\": [\"a\"]");
        distribution.write("a", "\"features\": [\"b\"]");
        distribution.write("b", "\"features\": [\"a\"]");
        assertEquals("features are made of each other: a -> b -> a", refusal("top"));
    }

    @Test
    void anUnknownPartIsRefusedNamingItItsParentAndWhatThereIs() {
        distribution.write("top", "\"features\": [\"nosuch\"]");
        distribution.write("base", "");
        String message = refusal("top");
        assertTrue(message.startsWith("there is no feature 'nosuch', which feature top ("), message);
        assertTrue(message.endsWith("has base, top"), message);
    }

    @Test
    void anUnknownApplianceIsRefusedNamingIt() {
        distribution.write("base", "");
        assertTrue(refusal("nosuch").startsWith("there is no feature 'nosuch'; "));
    }

    @Test
    void aFileOfTheUserIsMadeOfItsNeighboursAndOfTheDistribution() throws LaunchException {
        distribution.write("base", "");
        FeatureFolder own = new FeatureFolder(temporary.resolve("own"));
        own.write("part", "\"features\": [\"base\"]");
        Path appliance = own.write("edge", "\"features\": [\"part\", \"base\"]");
        assertEquals(List.of("base", "part", "edge"), closure(appliance.toString()));
    }

    @Test
    void twoFilesOfOneNameAreRefused() {
        distribution.write("base", "");
        FeatureFolder own = new FeatureFolder(temporary.resolve("own"));
        Path base = own.write("base", "");
        assertTrue(refusal("base", base.toString()).startsWith("two files are feature base: "));
    }
}
