// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.rtsock.api.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says whose a part is that somebody else brought, and lets go of it.
final class PlugIn {
    private static final Logger LOG = LoggerFactory.getLogger(PlugIn.class);

    private PlugIn() {}

    /// Its class and, in a framework, its bundle.
    static String describe(Object part) {
        Class<?> kind = part.getClass();
        Bundle bundle = FrameworkUtil.getBundle(kind);
        return bundle == null ? kind.getName() : kind.getName() + " of bundle " + bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /// Closes it. One that throws must not keep the caller from what comes next, such as the other sockets.
    static void close(Registration part) {
        try {
            part.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} failed when it was closed", describe(part), e);
        }
    }
}
