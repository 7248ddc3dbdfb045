// SPDX-License-Identifier: Apache-2.0
/// Drivers feed the kernel core from outside. What a bundle needs to mirror more of a host than its driver does by itself; the driver calls
/// it on its own thread.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.api.driver;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
