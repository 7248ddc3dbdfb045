// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.rtsock.itests.beacon.BeaconJar;
import org.rtsock.itests.beacon.Flaw;

/// The bundles that come and go, and the class loaders that they leave behind when they are updated.
final class BundleLife {
    private static final String SWITCH = "org.rtsock.protosw";
    private static final List<String> SHIPPED = List.of(
            "org.rtsock.reporter.", "org.rtsock.transport.", "org.rtsock.protocol.", "org.rtsock.driver.", "org.rtsock.daemon.");
    private static final int COLLECTIONS = 50;

    /// A class loader of a revision that was replaced, and whose.
    private static final class Replaced extends WeakReference<ClassLoader> {
        private final String name;

        Replaced(String name, ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            this.name = name;
        }
    }

    private final BundleContext context;
    private final Random random;
    private final List<Bundle> bundles = new ArrayList<>();
    private final List<Replaced> replaced = new ArrayList<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private int beacons;
    private long stops;
    private long starts;
    private long updates;

    BundleLife(BundleContext context, Random random) throws BundleException {
        this.context = context;
        this.random = random;
        Arrays.stream(context.getBundles())
                .filter(bundle -> SHIPPED.stream().anyMatch(bundle.getSymbolicName()::startsWith))
                // A library: its old revision stays until those that are wired to it are refreshed.
                .filter(bundle -> bundle.getHeaders().get(Constants.EXPORT_PACKAGE) == null)
                .forEach(bundles::add);
        bundles.add(context.installBundle("beacon", BeaconJar.of(BeaconJar.SYMBOLIC_NAME, "1.0.0", Flaw.NONE)));
        startAll();
    }

    /// Does one thing to one of them.
    void step() throws Exception {
        Bundle bundle = random.nextInt(40) == 0 ? protosw() : bundles.get(random.nextInt(bundles.size()));
        switch (random.nextInt(4)) {
            case 0 -> update(bundle);
            case 1 -> {
                stop(bundle);
                start(bundle);
            }
            default -> turn(bundle);
        }
    }

    private void turn(Bundle bundle) throws BundleException {
        if (isActive(bundle)) {
            stop(bundle);
        } else {
            start(bundle);
        }
    }

    private void start(Bundle bundle) throws BundleException {
        bundle.start();
        starts++;
    }

    private void stop(Bundle bundle) throws BundleException {
        bundle.stop();
        stops++;
    }

    /// By the same jar again; the plug-in by a newer one.
    private void update(Bundle bundle) throws Exception {
        willBeReplaced(bundle);
        try (InputStream jar = jar(bundle)) {
            bundle.update(jar);
        }
        updates++;
    }

    /// One that has not been resolved since its last update has no class loader yet.
    private void willBeReplaced(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            replaced.add(new Replaced(bundle.getSymbolicName(), wiring.getClassLoader(), collected));
        }
    }

    private InputStream jar(Bundle bundle) throws Exception {
        return bundle.getSymbolicName().equals(BeaconJar.SYMBOLIC_NAME)
                ? BeaconJar.of(BeaconJar.SYMBOLIC_NAME, "1.0." + ++beacons, Flaw.NONE)
                : URI.create(bundle.getLocation().replaceFirst("^reference:", "")).toURL().openStream();
    }

    void startAll() throws BundleException {
        protosw().start();
        for (Bundle bundle : bundles) {
            bundle.start();
        }
    }

    /// What a thread that was left by any of them holds on to is a class loader that was replaced then.
    void updateAll() throws Exception {
        update(protosw());
        for (Bundle bundle : bundles) {
            update(bundle);
        }
    }

    void removeBeacon() throws BundleException {
        Bundle beacon = bundle(BeaconJar.SYMBOLIC_NAME);
        bundles.remove(beacon);
        willBeReplaced(beacon);
        beacon.uninstall();
    }

    boolean isActive(String symbolicName) {
        return isActive(bundle(symbolicName));
    }

    private static boolean isActive(Bundle bundle) {
        return bundle.getState() == Bundle.ACTIVE;
    }

    private Bundle protosw() {
        return bundle(SWITCH);
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(symbolicName + " is not installed"));
    }

    /// Names of the bundles of which a class loader that was replaced is still there after collections.
    List<String> loadersLeft() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && !replaced.isEmpty(); i++) {
            System.gc();
            Reference<? extends ClassLoader> gone = collected.remove(100);
            while (gone != null) {
                replaced.remove(gone);
                gone = collected.poll();
            }
        }
        return replaced.stream().map(loader -> loader.name).sorted().toList();
    }

    @Override
    public String toString() {
        return starts + " starts, " + stops + " stops, " + updates + " updates of " + (bundles.size() + 1) + " bundles";
    }
}
