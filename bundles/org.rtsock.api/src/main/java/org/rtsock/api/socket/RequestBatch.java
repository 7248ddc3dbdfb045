// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingObject;

/// Writes that are carried out in one transaction, one after the other. They are walked once, inside the transaction, so each is decoded
/// only when its turn comes, and none is kept. One thread.
///
/// What [RouteRequest] says of a request is true of each; ADD of a redirect, LOSING and GET are not for a batch (EOPNOTSUPP).
@ConsumerType
public interface RequestBatch {
    /// How far the writes must have come before the reply.
    RouteRequest.Level level();

    /// Process id as the requester states it.
    int pid();

    /// Sequence number that the reply and the cause carry.
    int seq();

    /// Steps to the next request.
    ///
    /// @return false at the end
    /// @throws RoutingException when the request makes no sense; it is passed over
    boolean next();

    /// What the present request wants.
    Operation operation();

    /// The present request as numbers when it is ADD of a route, so that no object is made for each of a million; else null, and there is an
    /// [#object].
    @Nullable RouteRow row();

    /// What the present request is about, where there is no [#row].
    RoutingObject object();

    /// The present request was refused. When this throws, the transaction is undone and the exception passes on; when it returns, the rest is
    /// carried out without it.
    void refused(RoutingException why);
}
