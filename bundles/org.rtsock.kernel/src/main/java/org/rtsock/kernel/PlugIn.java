// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.RoutingObject;

/// Says whose a part is that somebody else brought.
final class PlugIn {
    private PlugIn() {}

    /// Its class and, in a framework, its bundle.
    static String describe(Object part) {
        Class<?> kind = part.getClass();
        Bundle bundle = FrameworkUtil.getBundle(kind);
        return bundle == null ? kind.getName() : kind.getName() + " of bundle " + bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /// Whether the class of a plug-in's object is of a bundle that was uninstalled, or replaced by another version of itself.
    static boolean isGone(RoutingObject object) {
        if (!(object instanceof ExtensionObject extension)) {
            return false;
        }
        Class<?> kind = extension.body().getClass();
        Bundle bundle = FrameworkUtil.getBundle(kind);
        if (bundle == null) {
            return false; // no framework
        }
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null || wiring.getClassLoader() != kind.getClassLoader();
    }
}
