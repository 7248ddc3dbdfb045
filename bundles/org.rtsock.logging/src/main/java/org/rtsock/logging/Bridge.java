// SPDX-License-Identifier: Apache-2.0
package org.rtsock.logging;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.LoggerFactory;

/// Follows log readers for as long as the bundle is started. An activator rather than a component: it must be there before SCR is.
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Bridge implements BundleActivator {
    private @Nullable ServiceTracker<LogReaderService, LogReaderService> readers;

    @Override
    public void start(BundleContext context) {
        // Makes slf4j find its provider now, on this thread. When the log service's thread is the first to touch slf4j, lines that others log
        // while it looks are lost.
        Forwarder forwarder = new Forwarder(LoggerFactory.getILoggerFactory());
        ServiceTracker<LogReaderService, LogReaderService> tracker = new Readers(context, forwarder);
        readers = tracker;
        tracker.open();
    }

    @Override
    public void stop(BundleContext context) {
        if (readers != null) {
            readers.close();
        }
    }

    private static final class Readers extends ServiceTracker<LogReaderService, LogReaderService> {
        private final Forwarder forwarder;

        Readers(BundleContext context, Forwarder forwarder) {
            super(context, LogReaderService.class, null);
            this.forwarder = forwarder;
        }

        @Override
        public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
            LogReaderService reader = super.addingService(reference);
            // What was logged before the bridge came, oldest first. An entry that comes right now may be shown twice, which is better than not at all.
            List<LogEntry> earlier = Collections.list(reader.getLog());
            reader.addLogListener(forwarder);
            earlier.reversed().forEach(forwarder::logged);
            return reader;
        }

        @Override
        public void removedService(ServiceReference<LogReaderService> reference, LogReaderService reader) {
            reader.removeLogListener(forwarder);
            super.removedService(reference, reader);
        }
    }
}
