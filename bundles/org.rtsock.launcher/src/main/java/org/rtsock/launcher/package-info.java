// SPDX-License-Identifier: Apache-2.0
/// Starts an appliance: `rtsock run`.
///
/// An appliance is a feature, and a feature is a file that lists other features and bundles. [Launcher] reads the command line into
/// [Options], [Composition] resolves the closure of the features in a [FeatureCatalog], [BundleStore] finds the jar of each bundle; that
/// is a [Plan]. [Appliance] puts its bundles into a framework, has a [CompositionCheck] look whether they fit together, and starts them.
///
/// Nothing of Rtsock is on this class path: whatever the bundles share, they share among themselves. What the launcher has to tell them
/// are services of the platform's types: [RunningFeatures] for whoever asks what runs here, and the values of the command line
/// ([Settings]) for the bundle that puts them over the configurations.
///
/// State: an [Appliance] owns the framework, a [DataFolder] the files that it writes. Threads: the main thread starts the framework and waits for
/// its end; the shutdown hook (Ctrl-C, SIGTERM) stops it. The framework's own threads never end the virtual machine: the shutdown hook waits for
/// them, so an exit from one of them would wait for itself.
@NullMarked
package org.rtsock.launcher;

import org.jspecify.annotations.NullMarked;
