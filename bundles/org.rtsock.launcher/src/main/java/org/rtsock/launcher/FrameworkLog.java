// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/// Puts the framework's own complaints on standard error; standard output belongs to the appliance's daemons.
final class FrameworkLog extends Logger {
    FrameworkLog() {
        setLogLevel(LOG_ERROR);
    }

    /// What concerns a bundle or a service also comes as a framework event, and so into the log.
    @Override
    @SuppressWarnings("rawtypes") // as the framework declares it
    protected void doLog(@Nullable Bundle bundle, @Nullable ServiceReference reference, int level, String message, @Nullable Throwable cause) {
        if (bundle == null && reference == null) {
            doLog(level, message, cause);
        }
    }

    @Override
    protected void doLog(int level, String message, @Nullable Throwable cause) {
        System.err.println("rtsock: framework: " + message + (cause == null ? "" : ": " + cause));
    }
}
