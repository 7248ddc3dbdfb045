// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.beacon;

import java.util.Hashtable;
import java.util.Map;
import java.util.function.LongConsumer;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.reporter.Reporter;

/// Registers the reporter, and a `LongConsumer` with property `beacon`, by which a suite in another bundle has beacons sent: for each number
/// one commit.
public final class BeaconActivator implements BundleActivator {
    private static final Cause CAUSE = new Cause.Driver("beacon");
    private static final int IDS = 5;

    private Flaw flaw;
    private Kernel kernel;
    private BeaconReporter reporter;
    /// Guarded by this.
    private boolean stopped;
    private ServiceRegistration<?> ofReporter;
    private ServiceRegistration<?> ofFeed;

    @Override
    public void start(BundleContext context) {
        flaw = Flaw.valueOf(context.getBundle().getHeaders().get(BeaconJar.FLAW));
        if (flaw == Flaw.THROWS_IN_START) {
            throw new IllegalStateException("this beacon does not start");
        }
        ServiceReference<Kernel> reference = context.getServiceReference(Kernel.class);
        kernel = context.getService(reference);
        reporter = new BeaconReporter(kernel, flaw);
        ofReporter = context.registerService(
                new String[] {Reporter.class.getName(), StatisticsSource.class.getName()}, reporter, new Hashtable<>());
        ofFeed = context.registerService(LongConsumer.class, this::send, new Hashtable<>(Map.of("beacon", true)));
    }

    @Override
    public void stop(BundleContext context) {
        ofFeed.unregister();
        synchronized (this) {
            stopped = true;
        }
        if (flaw != Flaw.LEAVES_OBJECTS) {
            kernel.commit(CAUSE, tx -> tx.owned(Beacon.TYPE).forEach(tx::remove));
        }
        // Nobody reads the records any more before they end.
        ofReporter.unregister();
        reporter.close();
    }

    /// @param number tells the port (remainder of 65536), the beacon and its stamp
    private synchronized void send(long number) {
        if (!stopped && reporter.type().equals(Beacon.TYPE)) {
            kernel.commit(CAUSE, tx -> send(tx, number));
        }
    }

    private static void send(Transaction tx, long number) {
        int port = (int) (number & 0xffff);
        int id = (int) (number >>> 16) % IDS;
        long stamp = number >>> 32;
        try {
            if (stamp % 4 == 3) {
                tx.remove(Beacon.key(port, id));
            } else {
                tx.put(new Beacon(port, id, stamp).object());
            }
        } catch (RoutingException e) {
            // ENODEV: there is no such port now.
        }
    }
}
