// SPDX-License-Identifier: Apache-2.0
/// A daemon that tells when the way to the rest of the world changes.
///
/// [DefaultRouteWatch] is a listener service, and so a socket on the listener lists of the appliance. What it has heard of is in
/// [DefaultRoutes], which belongs to the one thread on which a listener is called.
@NullMarked
package org.example.defaultroute;

import org.jspecify.annotations.NullMarked;
