// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;

/// The answer to a request that was carried out.
///
/// @param object  the object as it is stored now; the deleted one for DELETE; what was found for GET
/// @param version the commit that holds it
public record RouteReply(RoutingObject object, long version) {
    /// The object of a request that was about a route.
    public Route route() {
        return (Route) object;
    }
}
