// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.TypeDescriptor;

class ReplicaListenerTest {
    private final ReplicaListener replica = new ReplicaListener("replica");

    @Test
    void holdsWhatItIsTold() {
        replica.receive(new Told(add(LabDriver.port(1)), add(LabDriver.unit(1)), mark(1)));
        replica.receive(new Told(event(Operation.DELETE, LabDriver.unit(1)), mark(2)));
        assertEquals(Map.of(LabDriver.port(1).key(), LabDriver.port(1)), replica.objects());
        assertEquals(2, replica.version());
        assertEquals(List.of(), replica.objections());
    }

    @Test
    void objectsToWhatDoesNotFit() {
        replica.receive(new Told(add(LabDriver.port(1)), mark(5)));
        replica.receive(new Told(add(LabDriver.port(1)), mark(6)));
        replica.receive(new Told(event(Operation.CHANGE, LabDriver.port(2)), mark(7)));
        replica.receive(new Told(event(Operation.DELETE, LabDriver.port(3)), mark(4)));
        assertEquals(4, replica.objections().size(), replica.objections()::toString);
    }

    @Test
    void forgetsATypeThatIsReset() {
        replica.receive(new Told(add(LabDriver.port(1)), add(LabDriver.unit(1)), mark(1)));
        replica.receive(new Told(new RoutingMessage.Reset(MessageType.IFDEV, 2), mark(2)));
        assertEquals(Set.of(LabDriver.unit(1).key()), replica.objects().keySet());
        assertEquals(1, replica.resets());
    }

    @Test
    void whatIsNotWantedAnyMoreDoesNotCount() {
        replica.receive(new Told(add(LabDriver.port(1)), mark(1)));
        replica.want(Set.of("ifl"));
        replica.receive(new Told(event(Operation.DELETE, LabDriver.port(1)), mark(2)));
        assertEquals(Map.of(), replica.objects());
        assertEquals(List.of(), replica.objections());
    }

    @Test
    void awaitSaysWhatHasNotCome() {
        AssertionError late = assertThrows(AssertionError.class, () -> Await.until("the moon", Duration.ZERO, () -> false));
        assertEquals("the moon has not come within 0 s", late.getMessage());
    }

    private static RoutingMessage add(RoutingObject object) {
        return event(Operation.ADD, object);
    }

    private static RoutingMessage event(Operation operation, RoutingObject object) {
        return new RoutingMessage.Event(operation, object, 1, new Cause.Driver("lab"));
    }

    private static RoutingMessage mark(long version) {
        return new RoutingMessage.Mark(1, version, false);
    }

    /// A cut of given messages, to be read as messages only.
    private record Told(List<RoutingMessage> messages) implements Cut {
        Told(RoutingMessage... messages) {
            this(List.of(messages));
        }

        @Override
        public Iterator<RoutingMessage> iterator() {
            return messages.iterator();
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public long version() {
            return messages.getLast().version();
        }

        @Override
        public boolean snapshot() {
            return false;
        }

        @Override
        public boolean nextPart() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Part part() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TypeDescriptor descriptor() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long from() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RecordCursor records() {
            throw new UnsupportedOperationException();
        }
    }
}
