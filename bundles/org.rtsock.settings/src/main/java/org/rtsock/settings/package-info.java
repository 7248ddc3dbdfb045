// SPDX-License-Identifier: Apache-2.0
/// Puts what `rtsock run --set` says over the configurations.
///
/// The launcher registers the values of the command line as a service of a type that it shares with the bundles: a
/// `java.util.function.Supplier` with property `rtsock.settings`, of a map by PID, then by key. [CommandLineSettings] is a plug-in of the
/// configuration admin: each time a component is given its configuration, at first and after each change, the values go over it. So a
/// file that is edited while the appliance runs takes effect in all keys but these.
///
/// A plug-in changes a configuration that there is; the launcher sees to it that each PID of the command line has one. No state, any
/// thread.
@NullMarked
package org.rtsock.settings;

import org.jspecify.annotations.NullMarked;
