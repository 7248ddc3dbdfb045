// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that looks for listeners which do not return from `receive`. It looks four times in the limit, so that a call that ends in
/// time costs nothing but the two times that it notes.
///
/// A platform thread: listeners that compute can take all cores of the virtual threads' scheduler, and it is they who are looked for.
final class ListenerWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerWatch.class);

    /// How long the end of the thread is waited for: it may be taking a listener off the list of a plug-in.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Collection<ListenerDaemon> daemons;
    private final Duration period;
    private final Thread thread = Thread.ofPlatform().daemon().name("rtsock-listener-watch").unstarted(this);
    private volatile boolean stopped;

    /// @param daemons a live view
    /// @param limit   more than zero
    ListenerWatch(Collection<ListenerDaemon> daemons, Duration limit) {
        this.daemons = daemons;
        this.period = limit.dividedBy(4);
        thread.start();
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                Thread.sleep(period);
            } catch (InterruptedException e) {
                continue; // stopped
            }
            daemons.forEach(ListenerWatch::check);
        }
    }

    /// What parking one of them throws does not keep the others from being looked at.
    private static void check(ListenerDaemon daemon) {
        try {
            daemon.checkSlow();
        } catch (Throwable e) {
            LOG.error("a listener cannot be parked: {}", daemon, e);
        }
    }

    /// Ends the thread.
    void stop() {
        stopped = true;
        thread.interrupt();
        try {
            if (!thread.join(PATIENCE)) {
                LOG.warn("the watch over listeners has not ended in {} s; it is left behind", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
