// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifd;
import static org.rtsock.kernel.Samples.ifl;
import static org.rtsock.kernel.Samples.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.kernel.Reporters.Heard;

final class AttachTest {
    /// Hears nothing without complaint; tests override what they are about.
    private static class Quiet implements ReportSink {
        @Override
        public MessageType type() {
            return MessageType.IFDEV;
        }

        @Override
        public void attached(long floor) {}

        @Override
        public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {}

        @Override
        public void published(long version) {}
    }

    private static Reporters devices(KernelCore kernel) {
        return new Reporters(kernel, List.of(MessageType.IFDEV));
    }

    @Test
    void lateReporterHearsDeletesAndValuesByVersion() {
        KernelCore kernel = new KernelCore(100);
        kernel.commit(NETLINK, tx -> List.of(1, 2, 3).forEach(i -> tx.add(ifd(i, "v1"))));
        kernel.commit(REQUEST, tx -> tx.add(ifd(4, "v2")));
        kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(2)));
        kernel.commit(NETLINK, tx -> {
            tx.put(ifd(1, "v4"));
            tx.delete(new Ifd.Key(3));
        });
        kernel.commit(NETLINK, tx -> tx.add(ifd(2, "v5")));
        try (Reporters late = devices(kernel)) {
            assertEquals(
                    List.of(
                            new Heard(Operation.ADD, ifd(4, "v2"), 2, 2, REQUEST),
                            new Heard(Operation.DELETE, ifd(2, "v1"), 3, 1, NETLINK),
                            new Heard(Operation.DELETE, ifd(3, "v1"), 4, 1, NETLINK),
                            new Heard(Operation.CHANGE, ifd(1, "v4"), 4, 1, NETLINK),
                            new Heard(Operation.ADD, ifd(2, "v5"), 5, 5, NETLINK)),
                    late.heard);
            assertEquals(List.of(5L), late.published);
            assertEquals(Map.of(MessageType.IFDEV, 0L), late.floors);
        }
    }

    @Test
    void forgottenDeletesRaiseTheFloor() {
        KernelCore kernel = new KernelCore(2);
        kernel.commit(NETLINK, tx -> List.of(1, 2, 3, 4).forEach(i -> tx.add(ifd(i, "x"))));
        List.of(1, 2, 3).forEach(i -> kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(i))));
        try (Reporters late = devices(kernel)) {
            assertEquals(List.of("ADD ifd 4", "DELETE ifd 2", "DELETE ifd 3"), late.lines());
            assertEquals(2L, late.floors.get(MessageType.IFDEV));
        }
        try (Reporters late = new Reporters(kernel, List.of(MessageType.IFLOGICAL))) {
            assertEquals(0L, late.floors.get(MessageType.IFLOGICAL), "each type has its own");
        }
    }

    @Test
    void kernelThatRemembersNoDeleteSaysSo() {
        KernelCore kernel = new KernelCore(0);
        kernel.commit(NETLINK, tx -> tx.add(ifd(1, "x")));
        kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        try (Reporters late = devices(kernel)) {
            assertEquals(List.of(), late.heard);
            assertEquals(2L, late.floors.get(MessageType.IFDEV));
        }
        assertThrows(IllegalArgumentException.class, () -> new KernelCore(-1));
    }

    @Test
    void reporterHearsItsTypeOnlyAndIsToldOfTouchingCommitsOnly() {
        KernelCore kernel = kernel("eth0");
        try (Reporters devices = devices(kernel)) {
            kernel.commit(NETLINK, tx -> tx.put(new Ifl(1, "eth0.0", 1, 0, false)));
            kernel.commit(NETLINK, tx -> tx.put(ifd(1, "wan0")));
            assertEquals(List.of("ADD ifd 1", "CHANGE ifd 1"), devices.lines());
            assertEquals(List.of(1L, 3L), devices.published);
        }
    }

    @Test
    void twoReportersOfOneTypeHearTheSame() {
        KernelCore kernel = new KernelCore(10);
        try (Reporters first = devices(kernel);
                Reporters second = devices(kernel)) {
            kernel.commit(NETLINK, tx -> tx.add(ifd(1, "x")));
            assertEquals(first.heard, second.heard);
            assertEquals(1, first.heard.size());
        }
    }

    @Test
    void closedReporterHearsNothingMore() {
        KernelCore kernel = new KernelCore(10);
        Reporters reporters = devices(kernel);
        reporters.close();
        reporters.close();
        kernel.commit(NETLINK, tx -> tx.add(ifd(1, "x")));
        assertEquals(List.of(), reporters.heard);
    }

    @Test
    void versionIsPublishedAfterAllReportsAndBeforeThePublishedCalls() {
        KernelCore kernel = new KernelCore(10);
        List<String> calls = new ArrayList<>();
        for (MessageType type : List.of(MessageType.IFDEV, MessageType.IFLOGICAL)) {
            kernel.attach(new Quiet() {
                @Override
                public MessageType type() {
                    return type;
                }

                @Override
                public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
                    calls.add("report " + type.word() + " at " + kernel.version());
                }

                @Override
                public void published(long version) {
                    calls.add("published " + type.word() + " at " + kernel.version());
                }
            });
        }
        calls.clear();
        kernel.commit(NETLINK, tx -> {
            tx.add(ifd(1, "x"));
            tx.add(ifl(1, "x"));
        });
        assertEquals(List.of("report ifd at 0", "report ifl at 0", "published ifd at 1", "published ifl at 1"), calls);
    }

    @Test
    void reporterThatThrowsIsDetachedAndTheCommitGoesOn() {
        KernelCore kernel = new KernelCore(10);
        List<String> calls = new ArrayList<>();
        Registration broken = kernel.attach(new Quiet() {
            @Override
            public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
                calls.add("report " + version);
                throw new AssertionError("broken on purpose");
            }

            @Override
            public void published(long version) {
                calls.add("published " + version);
            }

            @Override
            public void detached(Throwable thrown) {
                calls.add("detached by " + thrown.getMessage() + " while readers are at version " + kernel.version());
                throw new IllegalStateException("and that on purpose, too");
            }
        });
        try (Reporters healthy = devices(kernel)) {
            assertEquals(1, kernel.commit(NETLINK, tx -> List.of(1, 2).forEach(i -> tx.add(ifd(i, "x")))));
            assertEquals(2, kernel.commit(NETLINK, tx -> tx.add(ifd(3, "x"))));
            assertEquals(List.of("ADD ifd 1", "ADD ifd 2", "ADD ifd 3"), healthy.lines());
        }
        assertEquals(List.of("published 0", "report 1", "detached by broken on purpose while readers are at version 0"), calls);
        assertEquals(1L, kernel.read().get("detached"));
        broken.close();
    }

    @Test
    void reporterThatCommitsIsBroken() {
        KernelCore kernel = new KernelCore(10);
        kernel.attach(new Quiet() {
            @Override
            public void published(long version) {
                if (version > 0) {
                    kernel.commit(NETLINK, tx -> tx.add(ifd(2, "nested")));
                }
            }
        });
        assertEquals(1, kernel.commit(NETLINK, tx -> tx.add(ifd(1, "x"))));
        assertEquals(1, kernel.version());
        assertEquals(1L, kernel.read().get("detached"));
    }

    @Test
    void reporterThatCannotTakeTheStateIsNotAttached() {
        KernelCore kernel = kernel("eth0");
        IllegalStateException thrown = new IllegalStateException("cannot");
        ReportSink sink = new Quiet() {
            @Override
            public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
                throw thrown;
            }
        };
        assertEquals(thrown, assertThrows(IllegalStateException.class, () -> kernel.attach(sink)));
        kernel.commit(NETLINK, tx -> tx.add(ifd(2, "x")));
        assertEquals(0L, kernel.read().get("detached"));
    }

    @Test
    void pluginTypesAreReportedLikeAnyOther() {
        record Lamp(boolean lit) implements ExtensionObject.Body {}
        MessageType lamps = new MessageType(64, "LAMP", "lamp", 5, 0);
        ExtensionObject.Key key = new ExtensionObject.Key(lamps, "left");
        KernelCore kernel = new KernelCore(10);
        kernel.commit(REQUEST, tx -> tx.add(new ExtensionObject(key, new Lamp(false))));
        try (Reporters reporters = new Reporters(kernel, List.of(lamps))) {
            kernel.commit(REQUEST, tx -> tx.change(new ExtensionObject(key, new Lamp(true))));
            kernel.commit(REQUEST, tx -> tx.change(new ExtensionObject(key, new Lamp(true))));
            kernel.commit(NETLINK, tx -> tx.delete(key));
            assertEquals(List.of("ADD lamp left", "CHANGE lamp left", "DELETE lamp left"), reporters.lines());
            assertEquals(3, kernel.version());
            assertEquals(0L, kernel.read().get("objects.lamp"));
        }
    }

    /// The reporter that comes next may be of another class loader, to which those objects are strangers.
    @Test
    void deletesOfAPluginsTypeAreForgottenWithItsReporter() {
        record Lamp(boolean lit) implements ExtensionObject.Body {}
        MessageType lamps = new MessageType(64, "LAMP", "lamp", 5, 0);
        ExtensionObject.Key key = new ExtensionObject.Key(lamps, "left");
        KernelCore kernel = new KernelCore(10);
        try (Reporters reporters = new Reporters(kernel, List.of(lamps))) {
            kernel.commit(REQUEST, tx -> tx.add(new ExtensionObject(key, new Lamp(false))));
            kernel.commit(REQUEST, tx -> tx.delete(key));
            try (Reporters another = new Reporters(kernel, List.of(lamps))) {
                assertEquals(List.of("DELETE lamp left"), another.lines(), "while one is there they are remembered");
            }
            reporters.lines();
        }
        try (Reporters next = new Reporters(kernel, List.of(lamps))) {
            assertEquals(List.of(), next.lines());
            assertEquals(2L, next.floors.get(lamps));
        }
        kernel.commit(REQUEST, tx -> tx.add(new ExtensionObject(key, new Lamp(true))));
        long version = kernel.commit(REQUEST, tx -> tx.delete(key));
        try (Reporters next = new Reporters(kernel, List.of(lamps))) {
            assertEquals(List.of(), next.lines());
            assertEquals(version, next.floors.get(lamps), "what went unheard is not remembered either");
        }
    }
}
