// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.Snapshot;

/// A subscription that is given its first cut and no other. It is on no list of sockets, so nobody tells it that a reporter goes: the
/// reporters are looked at before and after.
final class StateSnapshot implements Snapshot {
    /// No socket has this number.
    private static final int NO_SOCKET = 0;

    private final Subscription subscription;
    private final DrainedCut cut;

    private StateSnapshot(Subscription subscription, DrainedCut cut) {
        this.subscription = subscription;
        this.cut = cut;
    }

    /// @throws RoutingException EINVAL for a mode that asks for nothing
    static StateSnapshot of(Kernel kernel, ListenerLists lists, SwitchCounters counters, AsyncMode mode) {
        StateSnapshot snapshot = null;
        while (snapshot == null) {
            snapshot = attempt(kernel, lists, counters, mode);
        }
        return snapshot;
    }

    /// @return null when a reporter came or went meanwhile
    private static @Nullable StateSnapshot attempt(
            Kernel kernel, ListenerLists lists, SwitchCounters counters, AsyncMode mode) {
        List<ListedReporter> reporters = lists.reporters();
        Subscription subscription = new Subscription(kernel, lists, counters, NO_SOCKET, false, () -> {});
        boolean whole = false;
        try {
            subscription.setFlags(new AsyncMode(mode.flags(), mode.words(), mode.filter(), null));
            DrainedCut cut = subscription.drain();
            if (cut == null) {
                throw new RoutingException(Errno.EINVAL, "flags 0 and no words: a snapshot of nothing");
            }
            whole = lists.reporters().equals(reporters);
            return whole ? new StateSnapshot(subscription, cut) : null;
        } finally {
            if (!whole) {
                subscription.close();
            }
        }
    }

    @Override
    public Cut cut() {
        return cut;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
