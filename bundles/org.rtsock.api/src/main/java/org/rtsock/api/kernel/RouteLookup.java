// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.kernel;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.message.RouteAttributes;

/// Longest match in one table, for those who ask millions of times a second. Any thread; no lock, no object.
@ProviderType
public interface RouteLookup {
    /// Where packets to an address go: the attributes of the best route, null when nothing matches. See [Kernel#lookup].
    ///
    /// @param high bits 0 to 63 of the address; an inet address stands in the upper 32
    /// @param low  bits 64 to 127
    @Nullable RouteAttributes match(long high, long low);
}
