// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.FieldReader;

final class NeighborReporterTest {
    private static final ExtensionObject NEIGHBOR = new Neighbor(
                    7, IpAddress.parse("192.0.2.1"), new MacAddress(0x0200_0000_0001L, 6), NeighborState.STALE, false, false)
            .object();

    /// Who is attached to the kernel.
    private final List<ReportSink> sinks = new ArrayList<>();

    private final Kernel kernel = stub(Kernel.class, (_, _, arguments) -> attach((ReportSink) arguments[0]));

    @Test
    void holdsTheNeighborsOfTheKernelWhenActivated() {
        NeighborReporter reporter = new NeighborReporter(kernel);
        assertEquals("journal.neighbor", reporter.name());
        try (RecordReader reader = reporter.register(stub(ReportListener.class, (_, _, _) -> 1), 0)) {
            assertTrue(reader.hold(3));
            RecordCursor records = reader.values(0, 3);
            assertTrue(records.next());
            assertEquals(NEIGHBOR, reporter.codec().decode(new FieldReader().resetToFrame(records.buffer(), records.offset())));
            assertFalse(records.next());
            reader.release(3);
        }
    }

    @Test
    void isOffTheKernelWhenDeactivated() {
        NeighborReporter reporter = new NeighborReporter(kernel);
        assertEquals(List.of(reporter), sinks);
        reporter.close();
        assertTrue(sinks.isEmpty());
    }

    private Registration attach(ReportSink sink) {
        sinks.add(sink);
        sink.attached(0);
        sink.report(Operation.ADD, 0, NEIGHBOR, 3, 3, new Cause.Driver("test"));
        sink.published(3);
        return sinks::clear;
    }

    private static <S> S stub(Class<S> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
