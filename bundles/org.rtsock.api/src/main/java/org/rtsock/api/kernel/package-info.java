// SPDX-License-Identifier: Apache-2.0
/// The kernel core as drivers, protocols and reporters see it: one writer at a time, one version a commit, all or none.
///
/// Drivers and protocols write through [Kernel#commit]; reporters are told of every change through a [ReportSink], on the committing thread.
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.api.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
