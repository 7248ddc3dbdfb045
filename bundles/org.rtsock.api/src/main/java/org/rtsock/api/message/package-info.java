// SPDX-License-Identifier: Apache-2.0
/// What a routing kernel holds and what it says of it: interface devices, logical interfaces, families, addresses, routing tables and
/// routes, each with its key, and the messages that carry them to listeners.
///
/// Every type is an immutable value. Text forms are those of `ip(8)`: `192.0.2.0/24`, `fe80::1`, `unicast`.
@Export
@Version("1.2.0")
@NullMarked
package org.rtsock.api.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
