// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.Felix;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/// A framework with the bundles of an appliance. [#add] and [#start] belong to one thread, [#stop] may come from any, at any time.
final class Appliance {
    private static final long STOP_MILLIS = 10_000;

    /// Jar to start level, in the order in which bundles are installed and so started within their level.
    private final Map<Path, Integer> bundles = new LinkedHashMap<>();
    /// What the framework said of bundles that did not start. Written by the framework's event thread.
    private final Map<Bundle, Throwable> failures = new ConcurrentHashMap<>();
    private final CountDownLatch started = new CountDownLatch(1);
    /// Null until it is made, and for ever when [#stop] came first. Guarded by this.
    private @Nullable Framework framework;
    /// Guarded by this.
    private boolean stopped;

    /// A bundle of two features starts at the lower of their levels.
    void add(Path jar, int startLevel) {
        bundles.merge(jar, startLevel, Math::min);
    }

    /// Starts everything.
    ///
    /// @return number of bundles, fragments included
    /// @throws LaunchException naming each bundle that is not active, and why
    int start(FrameworkProperties properties) throws LaunchException, InterruptedException {
        try {
            Framework framework = make(properties);
            framework.init();
            framework.getBundleContext().addFrameworkListener(this::heard);
            List<Bundle> installed = install(framework.getBundleContext());
            // Returns when the last start level has been reached; its events come later, on a thread of the framework.
            framework.start();
            started.await();
            check(installed);
            return installed.size();
        } catch (BundleException e) {
            throw LaunchException.failed("the framework does not start: " + e.getMessage());
        }
    }

    private synchronized Framework make(FrameworkProperties properties) throws LaunchException {
        if (stopped) {
            throw LaunchException.failed("stopped before it was started");
        }
        Framework made = new Felix(properties.toMap());
        framework = made;
        return made;
    }

    private synchronized @Nullable Framework framework() {
        return framework;
    }

    private void heard(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR && event.getThrowable() != null) {
            failures.put(event.getBundle(), event.getThrowable());
        } else if (event.getType() == FrameworkEvent.STARTED) {
            started.countDown();
        }
    }

    private List<Bundle> install(BundleContext context) throws LaunchException {
        List<Bundle> installed = new ArrayList<>();
        for (var entry : bundles.entrySet()) {
            try {
                Bundle bundle = context.installBundle("reference:" + entry.getKey().toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(entry.getValue());
                if (!isFragment(bundle)) {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                }
                installed.add(bundle);
            } catch (BundleException e) {
                throw LaunchException.failed("bundle " + entry.getKey() + " cannot be installed: " + e.getMessage());
            }
        }
        return installed;
    }

    private void check(List<Bundle> installed) throws LaunchException {
        StringBuilder report = new StringBuilder();
        for (Bundle bundle : installed) {
            boolean good = isFragment(bundle)
                    ? bundle.getState() == Bundle.RESOLVED
                    : bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
            if (!good) {
                report.append("\n  ").append(bundle.getSymbolicName()).append(' ').append(bundle.getVersion()).append(": ").append(reason(bundle));
            }
        }
        if (!report.isEmpty()) {
            throw LaunchException.failed("these bundles do not start:" + report);
        }
    }

    /// The innermost message says it best; the outer ones repeat the bundle's name.
    private String reason(Bundle bundle) {
        Throwable failure = failures.get(bundle);
        if (failure == null) {
            return isFragment(bundle) ? "a fragment whose host is not there" : "stopped";
        }
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure instanceof BundleException ? String.valueOf(failure.getMessage()) : failure.toString();
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /// Waits until the framework has stopped, for whatever reason.
    void awaitStop() throws InterruptedException {
        Framework running = framework();
        while (running != null && running.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            // An update of the system bundle starts the framework again.
        }
    }

    /// Stops the bundles, those of the last start level first, within ten seconds; one that has not been started will not be.
    ///
    /// @return whether they have stopped
    boolean stop() {
        Framework running;
        synchronized (this) {
            stopped = true;
            running = framework;
        }
        if (running == null) {
            return true;
        }
        try {
            running.stop();
            return running.waitForStop(STOP_MILLIS).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException | InterruptedException e) {
            System.err.println("rtsock: the framework does not stop: " + e);
            return false;
        }
    }
}
