// SPDX-License-Identifier: Apache-2.0
/// Transports carry messages between a socket on the switch and a daemon elsewhere.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.api.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
