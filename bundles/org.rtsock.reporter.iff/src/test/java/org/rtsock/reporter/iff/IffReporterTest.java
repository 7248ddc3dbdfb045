// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.iff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.reporter.iff.IffReporter.Config;

final class IffReporterTest {
    private static final Iff OBJECT = new Iff(7, Family.INET6, 1500);

    /// Who is attached to the kernel.
    private final List<ReportSink> sinks = new ArrayList<>();

    private final Kernel kernel = stub(Kernel.class, (_, _, arguments) -> attach((ReportSink) arguments[0]));

    @Test
    void holdsTheStateOfTheKernelWhenActivated() {
        IffReporter reporter = new IffReporter(kernel, config());

        RecordCursor records = reporter.view().values(0, 3);
        assertTrue(records.next());
        assertEquals(OBJECT, new IffCodec().decode(new FieldReader().resetToFrame(records.buffer(), records.offset())));
        assertFalse(records.next());
        assertEquals(MessageType.IFFAMILY, reporter.type());
        assertEquals("journal.iff", reporter.name());
        assertEquals(1, reporter.read().get("live"));
    }

    @Test
    void isOffTheKernelWhenDeactivated() {
        IffReporter reporter = new IffReporter(kernel, config());
        assertEquals(List.of(reporter), sinks);
        reporter.close();
        assertTrue(sinks.isEmpty());
    }

    @Test
    void refusesBoundsThatDoNotFit() {
        Config none = stub(Config.class, (_, method, _) -> method.getName().equals("maxTombstones") ? 0 : 1);
        RoutingException refused = assertThrows(RoutingException.class, () -> new IffReporter(kernel, none));
        assertTrue(refused.getMessage().contains("maxTombstones 0"), refused::toString);
        assertTrue(sinks.isEmpty());
    }

    private Registration attach(ReportSink sink) {
        sinks.add(sink);
        sink.attached(0);
        sink.report(Operation.ADD, OBJECT, 3, 3, new Cause.Driver("test"));
        sink.published(3);
        return sinks::clear;
    }

    private static Config config() {
        return stub(Config.class, (_, method, _) -> method.getDefaultValue());
    }

    private static <S> S stub(Class<S> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
