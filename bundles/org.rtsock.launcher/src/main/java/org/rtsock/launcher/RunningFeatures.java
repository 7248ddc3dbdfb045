// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/// What a running appliance is made of, as `rtsock show features` lists it: a row each feature, parts first, and one for what came while it
/// ran.
///
/// A service of the framework: `java.util.function.Supplier` with property `rtsock.info` = `features`. The protocol asks it on a thread of
/// its own; nothing here changes once the appliance is composed but the states of the bundles, which the framework guards.
final class RunningFeatures implements Supplier<List<Map<String, Object>>> {
    static final String PROPERTY = "rtsock.info";
    static final String TOPIC = "features";

    private final BundleContext context;
    private final Collection<Feature> features;
    private final Map<Bundle, ComposedBundle> bundles;
    private final Home home;

    RunningFeatures(BundleContext context, Collection<Feature> features, Map<Bundle, ComposedBundle> bundles, Home home) {
        this.context = context;
        this.features = features;
        this.bundles = bundles;
        this.home = home;
    }

    @Override
    public List<Map<String, Object>> get() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Feature feature : features) {
            List<Bundle> own = bundles.entrySet().stream()
                    .filter(entry -> entry.getValue().features().contains(feature))
                    .map(Map.Entry::getKey)
                    .toList();
            rows.add(row(feature.name(), feature.title(), feature.startLevel(), own, file(feature)));
        }
        List<Bundle> deployed = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getBundleId() != 0 && !bundles.containsKey(bundle))
                .toList();
        if (!deployed.isEmpty()) {
            rows.add(row("", "What came while it ran", Feature.MAX_START_LEVEL, deployed, ""));
        }
        return rows;
    }

    private static Map<String, Object> row(String name, String title, int level, List<Bundle> bundles, String file) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("level", (long) level);
        row.put("bundles", bundles.stream().map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion()).toList());
        row.put("active", bundles.stream().filter(RunningFeatures::isActive).count());
        row.put("title", title);
        row.put("file", file);
        return row;
    }

    /// Of a user's own feature; nothing for one of the distribution.
    private String file(Feature feature) {
        Path folder = feature.file().getParent();
        return home.features().equals(folder) ? "" : feature.file().toString();
    }

    /// A fragment is part of its host, and one that starts when it is first used is as good as started.
    static boolean isActive(Bundle bundle) {
        return isFragment(bundle)
                ? bundle.getState() == Bundle.RESOLVED
                : bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
    }

    static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
