// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A bundle of an appliance.
///
/// @param startLevel the lowest of those of its features
/// @param features   those that name it, at least one
record ComposedBundle(Path jar, int startLevel, List<Feature> features) {
    /// The bundles of features, each once, in the order in which they are installed and so started within their level.
    static List<ComposedBundle> of(Collection<Feature> features, BundleStore store) throws LaunchException {
        Map<Path, List<Feature>> byJar = new LinkedHashMap<>();
        for (Feature feature : features) {
            for (String bundle : feature.bundles()) {
                List<Feature> named = byJar.computeIfAbsent(store.find(feature, bundle), _ -> new ArrayList<>());
                if (!named.contains(feature)) {
                    named.add(feature);
                }
            }
        }
        List<ComposedBundle> bundles = new ArrayList<>();
        byJar.forEach((jar, named) -> bundles.add(new ComposedBundle(
                jar, named.stream().mapToInt(Feature::startLevel).min().orElseThrow(), List.copyOf(named))));
        return bundles;
    }
}
