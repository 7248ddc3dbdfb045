// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The closure of the features of an appliance: each once, parts before the features that are made of them.
final class Composition {
    private final FeatureCatalog catalog;
    private final Map<String, Feature> done = new LinkedHashMap<>();
    /// From the appliance down to the feature that is being resolved.
    private final Deque<Feature> path = new ArrayDeque<>();

    private Composition(FeatureCatalog catalog) {
        this.catalog = catalog;
    }

    /// @param references names or files: the appliance, then what is added to it
    static Collection<Feature> of(FeatureCatalog catalog, List<String> references) throws LaunchException {
        Composition composition = new Composition(catalog);
        for (String reference : references) {
            composition.include(catalog.named(reference));
        }
        return composition.done.values();
    }

    private void include(Feature feature) throws LaunchException {
        if (path.contains(feature)) {
            throw LaunchException.wrongUse("features are made of each other: " + cycle(feature));
        }
        Feature known = done.get(feature.name());
        if (known != null) {
            checkSame(known, feature);
            return;
        }
        path.addLast(feature);
        for (String part : feature.features()) {
            include(catalog.partOf(feature, part));
        }
        path.removeLast();
        done.put(feature.name(), feature);
    }

    private static void checkSame(Feature known, Feature other) throws LaunchException {
        if (!known.file().equals(other.file())) {
            throw LaunchException.wrongUse(
                    "two files are feature " + known.name() + ": " + known.file() + " and " + other.file());
        }
    }

    private String cycle(Feature again) {
        List<Feature> members = new ArrayList<>(path);
        members.subList(0, members.indexOf(again)).clear();
        members.add(again);
        return members.stream().map(Feature::name).collect(Collectors.joining(" -> "));
    }
}
