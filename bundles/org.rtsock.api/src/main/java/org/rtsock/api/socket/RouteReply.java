// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import org.rtsock.api.message.Route;

/// The answer to a request that was carried out.
///
/// @param route   the route as it is stored now; the deleted one for DELETE; the match for GET
/// @param version the commit that holds it
public record RouteReply(Route route, long version) {}
