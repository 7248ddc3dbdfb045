// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.List;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.journal.JournalBounds;
import org.rtsock.journal.JournalReporter;
import org.rtsock.kernel.KernelCore;

/// What the transcripts run on: the kernel core, reporters of all types but `ifa`, which comes late, and `iff`, and a switch.
final class TranscriptRouter {
    static final Cause DRIVER = new Cause.Driver("test");
    private static final JournalBounds BOUNDS = new JournalBounds(100, 1000, 1 << 20);

    final Kernel kernel = new KernelCore(100);
    final RouteDomain domain;

    private static final class Attached<T extends RoutingObject> extends JournalReporter<T> {
        Attached(Class<T> kind, ObjectCodec<T> codec, Kernel kernel) {
            super(kind, codec, BOUNDS);
            attach(kernel);
        }
    }

    /// @param open whether those who may not write may open sockets
    TranscriptRouter(boolean open) {
        domain = new RouteDomain(kernel, open);
        start(Ifd.class, new IfdCodec());
        start(Ifl.class, new IflCodec());
        start(RtTable.class, new RtTableCodec());
        start(Route.class, new RouteCodec());
        start(Redirect.class, new RedirectCodec());
        start(RtStats.class, new RtStatsCodec());
    }

    void startIfa() {
        start(Ifa.class, new IfaCodec());
    }

    private <T extends RoutingObject> void start(Class<T> kind, ObjectCodec<T> codec) {
        domain.addReporter(new Attached<>(kind, codec, kernel));
    }

    /// One commit: eth1 with 192.0.2.1/24 and 2001:db8:1::1/64, eth2 with 198.51.100.1/24, the main tables.
    void world() {
        kernel.commit(DRIVER, tx -> {
            for (Family family : Family.values()) {
                tx.put(new RtTable(RtTable.MAIN, "main", family));
            }
            link(tx, 1);
            link(tx, 2);
            tx.put(address(1, "192.0.2.1", 24));
            tx.put(address(1, "2001:db8:1::1", 64));
            tx.put(address(2, "198.51.100.1", 24));
        });
    }

    private static void link(Transaction tx, int index) {
        tx.put(Router.ifd(index));
        tx.put(Router.ifl(index));
        List.of(Family.values()).forEach(family -> tx.put(new Iff(index, family, 1500)));
    }

    private static Ifa address(int ifl, String address, int length) {
        IpAddress local = IpAddress.parse(address);
        return new Ifa(ifl, local, Prefix.containing(local, length), null, null);
    }

    /// One commit: an object, and what it cannot be without.
    void put(RoutingObject object) {
        kernel.commit(DRIVER, tx -> {
            switch (object) {
                case Ifl ifl -> tx.put(Router.ifd(ifl.ifd()));
                case Ifa ifa -> link(tx, ifa.ifl());
                default -> {}
            }
            tx.put(object);
        });
    }

    void delete(RoutingObject object) {
        kernel.commit(DRIVER, tx -> tx.delete(object.key()));
    }
}
