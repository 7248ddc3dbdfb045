// SPDX-License-Identifier: Apache-2.0
/// The socket options that only protocol `pfroute` has. Constants; any thread.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.protocol.pfroute.option;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
