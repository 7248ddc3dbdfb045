// SPDX-License-Identifier: Apache-2.0
package org.rtsock.logging;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.slf4j.ILoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Says an OSGi log entry again in slf4j.
final class Forwarder implements LogListener {
    /// Name that the log service gives to entries of its oldest interface, which has no logger names.
    private static final String NAMELESS = "LogService";

    private final ILoggerFactory loggers;

    Forwarder(ILoggerFactory loggers) {
        this.loggers = loggers;
    }

    @Override
    public void logged(LogEntry entry) {
        @Nullable Bundle bundle = entry.getBundle();
        LoggingEventBuilder event = loggers.getLogger(name(entry, bundle)).atLevel(level(entry.getLogLevel()));
        @Nullable Throwable exception = entry.getException();
        if (exception != null) {
            event = event.setCause(exception);
        }
        event.log(text(entry, bundle));
    }

    private static String name(LogEntry entry, @Nullable Bundle bundle) {
        @Nullable String name = entry.getLoggerName();
        if (name != null && !name.equals(NAMELESS)) {
            return name;
        }
        return "osgi." + (bundle == null ? "framework" : bundle.getSymbolicName());
    }

    private static String text(LogEntry entry, @Nullable Bundle bundle) {
        return bundle == null ? entry.getMessage() : "[" + bundle.getSymbolicName() + "] " + entry.getMessage();
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case AUDIT, ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
