// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// What an appliance is to be made of.
///
/// @param home     the distribution that it is made from
/// @param features parts before the features that are made of them
/// @param bundles  in the order in which they are installed
record Plan(Home home, Collection<Feature> features, List<ComposedBundle> bundles) {
    /// @param references names or files: the appliance, then what is added to it
    static Plan of(Home home, List<String> references) throws LaunchException {
        Collection<Feature> features = Composition.of(new FeatureCatalog(home.features()), references);
        return new Plan(home, features, ComposedBundle.of(features, new BundleStore(home.bundles())));
    }

    /// All bundles of the distribution's features, whether or not they are in the plan.
    List<ComposedBundle> distribution() throws LaunchException {
        return ComposedBundle.of(new FeatureCatalog(home.features()).all(), new BundleStore(home.bundles()));
    }

    List<Path> jars() {
        return bundles.stream().map(ComposedBundle::jar).toList();
    }
}
