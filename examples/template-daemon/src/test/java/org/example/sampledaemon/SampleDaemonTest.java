// SPDX-License-Identifier: Apache-2.0
package org.example.sampledaemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.Cut;
import org.rtsock.testkit.LabDriver;

final class SampleDaemonTest {
    private static final Route FIRST = LabDriver.route(254, "192.0.2.0/24");
    private static final Route SECOND = LabDriver.route(254, "2001:db8::/32");

    private final SampleDaemon daemon = new SampleDaemon(config(1));
    private long version;

    @Test
    void holdsWhatTheKernelHolds() {
        receive(event(Operation.ADD, FIRST), event(Operation.ADD, SECOND));
        assertEquals(Map.of("routes", 2L), daemon.read());
        receive(event(Operation.DELETE, FIRST), event(Operation.CHANGE, SECOND));
        assertEquals(Map.of("routes", 1L), daemon.read());
    }

    @Test
    void resetForgetsAndWhatFollowsIsAllThereIs() {
        receive(event(Operation.ADD, FIRST), event(Operation.ADD, SECOND));
        receive(new RoutingMessage.Reset(MessageType.ROUTE, version), event(Operation.ADD, FIRST));
        assertEquals(Map.of("routes", 1L), daemon.read());
    }

    @Test
    void configurationThatDoesNotFitIsRefusedByName() {
        RoutingException refused = assertThrows(RoutingException.class, () -> new SampleDaemon(config(-1)));
        assertEquals("limit -1 is less than 0", refused.getMessage());
        assertThrows(RoutingException.class, () -> daemon.modified(config(-1)));
    }

    /// Gives the daemon a cut: these messages, and the mark at its end.
    private void receive(RoutingMessage... messages) {
        List<RoutingMessage> all = new ArrayList<>(List.of(messages));
        all.add(new RoutingMessage.Mark(1, ++version, version == 1));
        daemon.receive(stub(Cut.class, (_, _, _) -> all.iterator()));
    }

    private static RoutingMessage event(Operation operation, Route route) {
        return new RoutingMessage.Event(operation, route, 1, new Cause.Driver("lab"));
    }

    private static SampleDaemon.Config config(int limit) {
        return stub(SampleDaemon.Config.class, (_, _, _) -> limit);
    }

    /// A stand-in that gives one answer, whatever it is asked.
    private static <S> S stub(Class<S> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
