// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.rtsock.api.Cause;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.testkit.RecordingListener;

/// Listener services and reporter bundles that come and go, on the bundles as shipped.
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ListenerListsIT {
    private static final Cause LAB = new Cause.Driver("lab");

    @Inject
    private Kernel kernel;

    @Inject
    private RoutingDomain domain;

    @Inject
    private BundleContext context;

    private ServiceRegistration<RoutingListener> registration;

    @Configuration
    public Option[] configuration() throws IOException {
        return Framework.options();
    }

    @After
    public void leaveNothing() {
        if (registration != null) {
            registration.unregister();
        }
        kernel.commit(LAB, tx -> tx.owned(MessageType.IFDEV).forEach(tx::delete));
    }

    @Test
    public void commitReachesListenerServiceAsOneCut() throws Exception {
        RecordingListener recorder = register(MessageType.GROUP1);
        recorder.await("the first mark", all -> !all.isEmpty());
        recorder.forget();
        long version = kernel.commit(LAB, tx -> {
            tx.add(ifd(1));
            tx.add(new Ifl(1, "port1.0", 1, 0, true));
            tx.add(new Iff(1, Family.INET, 1500));
            tx.add(ifa(1, "192.0.2.1"));
        });
        assertEquals(
                List.of("ADD IFDEV", "ADD IFLOGICAL", "ADD IFFAMILY", "ADD IFADDR", "mark"), words(recorder.awaitMark(version)));

        recorder.forget();
        version = kernel.commit(LAB, tx -> tx.delete(new Ifd.Key(1)));
        List<RoutingMessage> cascade = recorder.awaitMark(version);
        assertEquals(List.of("DELETE IFADDR", "DELETE IFFAMILY", "DELETE IFLOGICAL", "DELETE IFDEV", "mark"), words(cascade));
        assertTrue(cascade.stream()
                .allMatch(message -> !(message instanceof RoutingMessage.Event event) || event.cause().equals(LAB)));
    }

    @Test
    public void lateListenerSeesSnapshotThenStream() throws Exception {
        kernel.commit(LAB, tx -> tx.add(ifd(1)));
        RecordingListener recorder = register(MessageType.IFDEV.flag());
        List<RoutingMessage> snapshot = recorder.awaitMark(kernel.version());
        assertEquals(List.of("ADD IFDEV", "mark"), words(snapshot));
        assertTrue(snapshot.getLast() instanceof RoutingMessage.Mark mark && mark.snapshot());

        recorder.forget();
        long version = kernel.commit(LAB, tx -> tx.add(ifd(2)));
        List<RoutingMessage> live = recorder.awaitMark(version);
        assertEquals(List.of("ADD IFDEV", "mark"), words(live));
        assertTrue(live.getLast() instanceof RoutingMessage.Mark mark && !mark.snapshot());
    }

    @Test
    public void listenerThatLeavesIsOffTheLists() throws Exception {
        int before = domain.sockets().size();
        RecordingListener recorder = register(MessageType.GROUP1);
        recorder.await("the first mark", all -> !all.isEmpty());
        assertEquals(before + 1, domain.sockets().size());
        assertEquals(List.of("ifd", "ifl", "iff", "ifa"), domain.sockets().getLast().types());

        registration.unregister();
        registration = null;
        assertEquals(before, domain.sockets().size());
        recorder.forget();
        kernel.commit(LAB, tx -> tx.add(ifd(3)));
        assertTrue(recorder.heard().isEmpty());
    }

    @Test
    public void changedPropertiesChangeTheLists() throws Exception {
        kernel.commit(LAB, tx -> {
            tx.add(ifd(1));
            tx.add(new Ifl(1, "port1.0", 1, 0, true));
        });
        RecordingListener recorder = register(MessageType.IFDEV.flag());
        assertEquals(List.of("ADD IFDEV", "mark"), words(recorder.awaitMark(kernel.version())));

        recorder.forget();
        registration.setProperties(properties(MessageType.IFDEV.flag() | MessageType.IFLOGICAL.flag()));
        recorder.await("the logical interface", all -> words(all).contains("ADD IFLOGICAL"));
        assertFalse(words(recorder.heard()).contains("ADD IFDEV"));
    }

    @Test
    public void stoppedReporterIsSilentAndGivesWhatWasMissedWhenStarted() throws Exception {
        kernel.commit(LAB, tx -> {
            tx.add(ifd(1));
            tx.add(new Ifl(1, "port1.0", 1, 0, true));
            tx.add(new Iff(1, Family.INET, 1500));
            tx.add(ifa(1, "192.0.2.1"));
            tx.add(ifa(1, "192.0.2.2"));
        });
        RecordingListener recorder = register(MessageType.GROUP1);
        recorder.awaitMark(kernel.version());

        Bundle reporter = bundle("org.rtsock.reporter.ifa");
        reporter.stop();
        recorder.forget();
        long version = kernel.commit(LAB, tx -> {
            tx.delete(ifa(1, "192.0.2.1").key());
            tx.add(ifa(1, "192.0.2.3"));
            tx.add(ifd(2));
        });
        assertEquals(List.of("ADD IFDEV", "mark"), words(recorder.awaitMark(version)));

        recorder.forget();
        reporter.start();
        recorder.await("the addresses", all -> words(all).contains("mark"));
        assertEquals(List.of("DELETE IFADDR", "ADD IFADDR", "mark"), words(recorder.heard()));

        recorder.forget();
        version = kernel.commit(LAB, tx -> tx.add(ifa(1, "192.0.2.4")));
        assertEquals(List.of("ADD IFADDR", "mark"), words(recorder.awaitMark(version)));
    }

    @Test
    public void routesThatOnlyLedThroughAnInterfaceGoWithIt() throws Exception {
        RecordingListener recorder = register(MessageType.ROUTE.flag());
        kernel.commit(LAB, tx -> {
            tx.put(new RtTable(77, "lab", Family.INET));
            for (int index = 1; index <= 2; index++) {
                tx.add(ifd(index));
                tx.add(new Ifl(index, "port" + index + ".0", index, 0, true));
            }
            tx.add(route("10.0.0.0/8", Nexthop.on(1)));
            tx.add(route("11.0.0.0/8", Nexthop.on(1), Nexthop.on(2)));
        });
        recorder.awaitMark(kernel.version());

        recorder.forget();
        long version = kernel.commit(LAB, tx -> tx.delete(new Ifd.Key(1)));
        assertEquals(List.of("DELETE ROUTE", "CHANGE ROUTE", "mark"), words(recorder.awaitMark(version)));
    }

    private RecordingListener register(int flags) {
        RecordingListener recorder = new RecordingListener();
        registration = context.registerService(RoutingListener.class, recorder, properties(flags));
        return recorder;
    }

    private static Dictionary<String, Object> properties(int flags) {
        return new Hashtable<>(Map.of(RoutingListener.FLAGS, flags));
    }

    private Bundle bundle(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError(symbolicName + " is not installed");
    }

    private static List<String> words(List<RoutingMessage> messages) {
        return messages.stream()
                .map(message -> switch (message) {
                    case RoutingMessage.Event event -> event.operation() + " " + event.type().name();
                    case RoutingMessage.Reset reset -> "RESET " + reset.type().name();
                    case RoutingMessage.Mark _ -> "mark";
                })
                .toList();
    }


    private static Ifd ifd(int index) {
        return new Ifd(index, "port" + index, MacAddress.NONE, 1500, true, true, "lab");
    }

    private static Ifa ifa(int ifl, String local) {
        return new Ifa(ifl, IpAddress.parse(local), Prefix.parse("192.0.2.0/24"), null, null);
    }

    private static Route route(String prefix, Nexthop... nexthops) {
        return new Route(
                Route.Key.of(77, Prefix.parse(prefix), 0), RouteProtocol.STATIC, RouteType.UNICAST, List.of(nexthops), RouteState.STORED, null);
    }
}
