// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.daemon;

import org.osgi.service.component.annotations.Component;
import org.rtsock.api.socket.Cut;

/// A component with every property that a listener may have.
@Component
@ListensTo(types = {"ifd", "route"}, flags = 3)
@FilterBy.Table(254)
@FilterBy.Family("inet6")
@FilterBy.Prefix("2001:db8::/32")
@FilterBy.Protocols({"static", "186"})
@FilterBy.Priority(4_294_967_295L)
public final class SampleDaemon implements RoutingListener {
    @Override
    public void receive(Cut cut) {
        cut.forEach(_ -> {});
    }
}
