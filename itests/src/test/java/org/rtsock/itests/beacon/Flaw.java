// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.beacon;

/// What is wrong with a bundle of beacons.
public enum Flaw {
    NONE,
    /// Its activator throws.
    THROWS_IN_START,
    /// It imports a version of the contracts that nobody exports.
    WRONG_API_VERSION,
    /// Its number is that of IFDEV.
    BUILT_IN_NUMBER,
    /// Writing a beacon whose stamp is not 0 fails.
    CODEC_THROWS_WRITING,
    /// Reading one does.
    CODEC_THROWS_READING,
    /// It leaves its objects in the kernel when it stops.
    LEAVES_OBJECTS
}
