// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.FieldReader;

/// What every reporter bundle's component must do; its test extends this with an object of its type.
public abstract class ReporterContract<C extends Annotation> {
    private final RoutingObject object;
    private final Class<C> config;
    private final BiFunction<Kernel, C, JournalReporter<?>> component;

    /// Who is attached to the kernel.
    private final List<ReportSink> sinks = new ArrayList<>();

    private final Kernel kernel = stub(Kernel.class, (_, _, arguments) -> attach((ReportSink) arguments[0]));

    /// @param object    what the kernel holds when the component is activated
    /// @param config    the component's configuration type
    /// @param component activates it
    protected ReporterContract(RoutingObject object, Class<C> config, BiFunction<Kernel, C, JournalReporter<?>> component) {
        this.object = object;
        this.config = config;
        this.component = component;
    }

    @Test
    void holdsTheStateOfTheKernelWhenActivated() {
        JournalReporter<?> reporter = activate();

        assertEquals(object, onlyValue(reporter, 3));
        assertEquals(object.type(), reporter.type());
        assertEquals("journal." + object.type().word(), reporter.name());
        assertEquals(1, reporter.read().get("live"));
        assertEquals(1, reporter.reports());
    }

    @Test
    void isOffTheKernelWhenDeactivated() {
        JournalReporter<?> reporter = activate();
        assertEquals(List.of(reporter), sinks);
        reporter.close();
        assertTrue(sinks.isEmpty());
    }

    @Test
    void refusesBoundsThatDoNotFit() {
        for (String bound : new String[] {"maxTombstones", "maxHeldBytes"}) {
            C none = stub(config, (_, method, _) -> method.getName().equals(bound) ? number(method, 0) : method.getDefaultValue());
            RoutingException refused = assertThrows(RoutingException.class, () -> component.apply(kernel, none));
            assertTrue(refused.getMessage().contains(bound + " 0"), refused::toString);
            assertTrue(sinks.isEmpty());
        }
    }

    /// A component that is active.
    protected final JournalReporter<?> activate() {
        return component.apply(kernel, stub(config, (_, method, _) -> method.getDefaultValue()));
    }

    /// The one object that the records hold at a version.
    protected static RoutingObject onlyValue(JournalReporter<?> reporter, long version) {
        try (RecordReader reader = reporter.register(stub(ReportListener.class, (_, _, _) -> 1), 0)) {
            assertTrue(reader.hold(version));
            RecordCursor records = reader.values(0, version);
            assertTrue(records.next());
            RoutingObject value = reporter.codec().decode(new FieldReader().resetToFrame(records.buffer(), records.offset()));
            assertFalse(records.next());
            reader.release(version);
            return value;
        }
    }

    private Registration attach(ReportSink sink) {
        sinks.add(sink);
        sink.attached(0);
        sink.report(Operation.ADD, 0, object, 3, 3, new Cause.Driver("test"));
        sink.published(3);
        return sinks::clear;
    }

    private static Number number(Method method, int value) {
        if (method.getReturnType() == long.class) {
            return (long) value;
        }
        return value;
    }

    private static <S> S stub(Class<S> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
