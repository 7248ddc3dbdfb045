// SPDX-License-Identifier: Apache-2.0
/// What every contract of Rtsock shares: error numbers, who asked, who is calling, and the handle of a registration.
///
/// All types are immutable and may cross threads.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
