// SPDX-License-Identifier: Apache-2.0
package org.rtsock.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;

class ForwarderTest {
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> shown = new ListAppender<>();
    private final Forwarder forwarder = new Forwarder(context);

    @BeforeEach
    void listen() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.TRACE);
        root.addAppender(shown);
        shown.start();
    }

    private static <T> T fake(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> answers.get(method.getName())));
    }

    private static LogEntry entry(String logger, LogLevel level, String message, @Nullable Throwable exception) {
        Bundle bundle = fake(Bundle.class, Map.of("getSymbolicName", "some.bundle"));
        Map<String, Object> answers = new HashMap<>(Map.of("getLoggerName", logger, "getLogLevel", level, "getMessage", message, "getBundle", bundle));
        if (exception != null) {
            answers.put("getException", exception);
        }
        return fake(LogEntry.class, answers);
    }

    private ILoggingEvent only() {
        assertEquals(1, shown.list.size());
        return shown.list.getFirst();
    }

    @ParameterizedTest
    @CsvSource({"AUDIT, ERROR", "ERROR, ERROR", "WARN, WARN", "INFO, INFO", "DEBUG, DEBUG", "TRACE, TRACE"})
    void levelsKeepTheirMeaning(LogLevel level, String expected) {
        forwarder.logged(entry("a.b", level, "text", null));
        assertEquals(Level.toLevel(expected), only().getLevel());
    }

    @Test
    void theLoggersNameAndTheBundleAreTold() {
        forwarder.logged(entry("a.b", LogLevel.WARN, "text with {} in it", null));
        assertEquals("a.b", only().getLoggerName());
        assertEquals("[some.bundle] text with {} in it", only().getFormattedMessage());
    }

    @Test
    void anEntryWithoutLoggerGoesUnderItsBundle() {
        forwarder.logged(entry("LogService", LogLevel.WARN, "text", null));
        assertEquals("osgi.some.bundle", only().getLoggerName());
    }

    @Test
    void theExceptionIsKept() {
        forwarder.logged(entry("a.b", LogLevel.ERROR, "text", new IllegalStateException("why")));
        assertNotNull(only().getThrowableProxy());
        assertEquals("why", only().getThrowableProxy().getMessage());
    }

    @Test
    void whatLogbackDoesNotShowIsNotForwarded() {
        context.getLogger("a").setLevel(Level.WARN);
        forwarder.logged(entry("a.b", LogLevel.INFO, "text", null));
        assertTrue(shown.list.isEmpty());
    }
}
