// SPDX-License-Identifier: Apache-2.0
/// For daemons in the same JVM: register a [RoutingListener] service and it is a socket on the listener lists for as long as it is registered.
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.api.daemon;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
