// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api;

import org.osgi.annotation.versioning.ProviderType;

/// The handle of something registered. Whoever registered closes it.
///
/// [#close()] takes the registration back, never blocks for long, never throws, and has its effect once. Any thread.
@ProviderType
@FunctionalInterface
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
