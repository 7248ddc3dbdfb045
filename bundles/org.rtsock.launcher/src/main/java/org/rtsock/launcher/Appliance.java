// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.felix.framework.Felix;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/// A framework with the bundles of an appliance. [#compose] and [#start] belong to one thread, [#stop] may come from any, at any time.
final class Appliance {
    /// Property of the service that has the values of the command line: a supplier of a map, by PID, then by key.
    private static final String SETTINGS_PROPERTY = "rtsock.settings";

    private static final long STOP_MILLIS = 10_000;

    /// In the order in which bundles are installed and so started within their level. Complete when the appliance is composed.
    private final Map<Bundle, ComposedBundle> installed = new LinkedHashMap<>();
    /// What the framework said of bundles that did not start. Written by the framework's event thread.
    private final Map<Bundle, Throwable> failures = new ConcurrentHashMap<>();
    private final CountDownLatch started = new CountDownLatch(1);
    /// Null until it is made, and for ever when [#stop] came first. Guarded by this.
    private @Nullable Framework framework;
    /// Guarded by this.
    private boolean stopped;

    /// Makes the framework, puts the bundles into it and sees whether they fit together. None has been started when this returns.
    ///
    /// @param properties of the framework
    /// @param settings   values of the command line, by PID and key
    /// @throws LaunchException naming each capability that is missing
    void compose(Plan plan, FrameworkProperties properties, Map<String, Map<String, Object>> settings) throws LaunchException {
        try {
            Framework made = make(properties);
            made.init();
            BundleContext context = made.getBundleContext();
            context.addFrameworkListener(this::heard);
            // The types of these services are the platform's: the launcher and the bundles share no others.
            Supplier<Map<String, Map<String, Object>>> supplier = () -> settings;
            context.registerService(Supplier.class.getName(), supplier, properties(SETTINGS_PROPERTY, "true"));
            install(context, plan.bundles());
            context.registerService(
                    Supplier.class.getName(),
                    new RunningFeatures(context, plan.features(), installed, plan.home()),
                    properties(RunningFeatures.PROPERTY, RunningFeatures.TOPIC));
            new CompositionCheck(context, installed).run(plan::distribution);
        } catch (BundleException e) {
            throw LaunchException.failed("the framework does not start: " + e.getMessage());
        }
    }

    /// Starts everything.
    ///
    /// @throws LaunchException naming each bundle or component that is not active, and why
    void start() throws LaunchException, InterruptedException {
        Framework composed = framework();
        if (composed == null) {
            throw LaunchException.failed("nothing is composed that could be started");
        }
        try {
            // Returns when the last start level has been reached; its events come later, on a thread of the framework.
            composed.start();
            started.await();
            BundleContext context = composed.getBundleContext();
            if (context == null) {
                throw new IllegalStateException("the framework was stopped");
            }
            check(context);
        } catch (BundleException e) {
            throw LaunchException.failed("the framework does not start: " + e.getMessage());
        } catch (IllegalStateException e) {
            if (isStopped()) {
                throw LaunchException.failed("stopped while it was started");
            }
            throw e;
        }
    }

    private static Dictionary<String, String> properties(String key, String value) {
        Dictionary<String, String> properties = new Hashtable<>();
        properties.put(key, value);
        return properties;
    }

    private synchronized Framework make(FrameworkProperties properties) throws LaunchException {
        if (stopped) {
            throw LaunchException.failed("stopped before it was started");
        }
        Framework made = new Felix(properties.toMap());
        framework = made;
        return made;
    }

    private synchronized boolean isStopped() {
        return stopped;
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

    private void install(BundleContext context, Collection<ComposedBundle> bundles) throws LaunchException {
        for (ComposedBundle composed : bundles) {
            try {
                Bundle bundle = context.installBundle("reference:" + composed.jar().toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(composed.startLevel());
                if (!RunningFeatures.isFragment(bundle)) {
                    // It is marked so far, and starts when the framework does.
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                }
                installed.put(bundle, composed);
            } catch (BundleException e) {
                throw LaunchException.failed("bundle " + composed.jar() + " cannot be installed: " + e.getMessage());
            }
        }
    }

    private void check(BundleContext context) throws LaunchException {
        List<String> failed = new ArrayList<>();
        for (Bundle bundle : installed.keySet()) {
            if (!RunningFeatures.isActive(bundle)) {
                failed.add(bundle.getSymbolicName() + " " + bundle.getVersion() + ": " + reason(bundle));
            }
        }
        if (!failed.isEmpty()) {
            throw LaunchException.failed("these bundles do not start:", failed);
        }
        failed.addAll(FailedComponents.among(context, installed.keySet()));
        if (!failed.isEmpty()) {
            throw LaunchException.failed("these components do not start:", failed);
        }
    }

    /// The innermost message says it best; the outer ones repeat the bundle's name.
    private String reason(Bundle bundle) {
        Throwable failure = failures.get(bundle);
        if (failure == null) {
            return RunningFeatures.isFragment(bundle) ? "a fragment whose host is not there" : "stopped";
        }
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure instanceof BundleException ? String.valueOf(failure.getMessage()) : failure.toString();
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
