// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

/// A measuring program: runs in a JVM of its own, verifies what it delivered, and throws when that is not what it should be.
@FunctionalInterface
interface Program {
    Result run(Options options) throws Exception;
}
