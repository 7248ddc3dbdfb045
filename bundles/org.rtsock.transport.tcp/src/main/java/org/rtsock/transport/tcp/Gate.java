// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is in, and by which rules. A thread of its own looks at the files and reads them when they have changed; whoever is in and would
/// not be let in any more is closed. What cannot be read changes nothing. Any thread.
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AdmissionFiles files;
    private final int perIdentity;
    private final Duration look;
    private final InstantSource clock;
    private final Map<TlsPeer, Guest> guests = new ConcurrentHashMap<>();
    private final Object quota = new Object();
    private final LongAdder changes = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder withdrawn = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread watch;
    /// Written by the thread that watches.
    private volatile Admission admission;

    // Of the thread that watches: what the files looked like when they were read last, and at the last look.
    private List<AdmissionFiles.Stamp> known;
    private List<AdmissionFiles.Stamp> seen;

    /// @param perIdentity connections of one subject at one time
    /// @param look        time between two looks at the files
    /// @throws RoutingException ENOENT, EINVAL naming the file and the reason
    Gate(AdmissionFiles files, int perIdentity, Duration look, InstantSource clock) {
        if (perIdentity < 1) {
            throw new RoutingException(Errno.EINVAL, "maxConnectionsPerIdentity " + perIdentity + " is out of range");
        }
        this.files = files;
        this.perIdentity = perIdentity;
        this.look = look;
        this.clock = clock;
        // Before they are read: what changes meanwhile is read again.
        this.known = files.stamps();
        this.seen = known;
        this.admission = Admission.read(files);
        this.watch = Thread.ofVirtual().name("rtsock-tcp-gate").start(this::watch);
    }

    /// What holds for those who come now.
    Admission admission() {
        return admission;
    }

    /// Lets somebody in, or not. Decides anew even though the handshake has: one that resumes a session does not look at the certificate,
    /// and the files may have changed since.
    ///
    /// @param chain whose key the peer has proven to hold
    /// @throws SSLException     when the certificate is not good
    /// @throws RoutingException EACCES without a role, EDQUOT when there are enough of the same subject
    Guest enter(TlsPeer peer, List<X509Certificate> chain) throws IOException {
        Admission present;
        Guest guest;
        do {
            present = admission;
            guest = present.welcome(chain);
            if (guest.isOver(clock.instant())) {
                throw new SSLException("certificate of " + guest + " has expired");
            }
            register(peer, guest);
        } while (present != admission);
        if (!peer.isOpen()) {
            leave(peer);
            throw new SSLException("closed meanwhile");
        }
        return guest;
    }

    private void register(TlsPeer peer, Guest guest) {
        synchronized (quota) {
            guests.put(peer, guest);
            long same = guests.values().stream().filter(other -> other.subject().equals(guest.subject())).count();
            if (same > perIdentity) {
                guests.remove(peer);
                throw new RoutingException(Errno.EDQUOT, "maxConnectionsPerIdentity " + perIdentity + " of " + guest + " are open");
            }
        }
    }

    void leave(TlsPeer peer) {
        guests.remove(peer);
    }

    private void watch() {
        try {
            while (!closed.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                    Instant now = clock.instant();
                    guests.forEach((peer, guest) -> lookAt(peer, guest, now));
                } catch (RuntimeException e) {
                    LOG.error("{} could not be looked at; tried again", files, e);
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the watch over {} was interrupted and ends", files);
        }
    }

    private void lookAt(TlsPeer peer, Guest guest, Instant now) {
        if (guest.isOver(now)) {
            withdraw(peer, guest, "certificate has expired");
        } else if (guest.isDoubtful(now)) {
            lookAt(peer, guest, admission);
        }
    }

    /// Files that are written at this moment look different the next time: they are read when they have come to rest.
    private void look() {
        List<AdmissionFiles.Stamp> present = files.stamps();
        boolean rests = present.equals(seen);
        seen = present;
        if (rests && !present.equals(known)) {
            known = present;
            read();
        }
    }

    private void read() {
        Admission changed;
        try {
            changed = Admission.read(files);
        } catch (RoutingException e) {
            broken.increment();
            LOG.error("a change is refused, all stays as it was: {}", e.getMessage());
            return;
        }
        admission = changed;
        changes.increment();
        LOG.info("certificates and roles have changed; {} connections are looked at", guests.size());
        guests.forEach((peer, guest) -> lookAt(peer, guest, changed));
    }

    private void lookAt(TlsPeer peer, Guest guest, Admission changed) {
        try {
            if (changed.welcome(guest.chain()).role().compareTo(guest.role()) < 0) {
                withdraw(peer, guest, "may not write any more");
            }
        } catch (SSLException | RoutingException e) {
            withdraw(peer, guest, String.valueOf(e.getMessage()));
        }
    }

    private void withdraw(TlsPeer peer, Guest guest, String why) {
        withdrawn.increment();
        LOG.warn("connection of {} from {} is closed: {}", guest, peer, why);
        try {
            peer.close();
        } catch (IOException e) {
            LOG.debug("close failed", e);
        }
    }

    /// What is counted here, by name.
    Map<String, Long> read(Map<String, Long> counters) {
        counters.put("withdrawn", withdrawn.sum());
        counters.put("files.changes", changes.sum());
        counters.put("files.broken", broken.sum());
        return counters;
    }

    /// Ends the watch.
    void close() throws InterruptedException {
        closed.countDown();
        if (!watch.join(PATIENCE)) {
            LOG.warn("thread {} has not ended within {}", watch.getName(), PATIENCE);
        }
    }
}
