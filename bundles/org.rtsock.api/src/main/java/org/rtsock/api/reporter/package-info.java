// SPDX-License-Identifier: Apache-2.0
/// Reporters: the bundle that owns one message type offers its records here, and keeps the list of those who listen.
///
/// The protocol switch finds [Reporter] services, registers sockets on their lists, and reads their records when a socket is drained.
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.api.reporter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
