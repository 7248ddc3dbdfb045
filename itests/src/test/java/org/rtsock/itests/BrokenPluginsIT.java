// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.itests.beacon.BeaconJar;
import org.rtsock.itests.beacon.Flaw;
import org.rtsock.testkit.Await;
import org.rtsock.testkit.LabDriver;
import org.rtsock.testkit.RecordingListener;

/// Bundles of a message type that are broken, each in its own way: refused or put aside with a word, and everything else goes on.
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BrokenPluginsIT {
    private static final int PORT = 7;
    private static final String BEACON = "beacon";

    @Inject
    private Kernel kernel;

    @Inject
    private RoutingDomain domain;

    @Inject
    private BundleContext context;

    private final List<Bundle> installed = new ArrayList<>();
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private LabDriver driver;
    private RecordingListener daemon;

    @Configuration
    public Option[] configuration() throws IOException {
        return Framework.options();
    }

    @Before
    public void listen() {
        driver = new LabDriver(kernel, "lab");
        driver.commit(tx -> tx.add(LabDriver.port(PORT)));
        daemon = listener("ifd", BEACON);
    }

    @After
    public void leaveNothing() throws BundleException {
        services.forEach(ServiceRegistration::unregister);
        for (Bundle bundle : installed) {
            bundle.uninstall();
        }
        driver.close();
    }

    @Test
    public void oneThatThrowsInStartIsNotThere() throws Exception {
        Bundle bundle = install(BeaconJar.SYMBOLIC_NAME, Flaw.THROWS_IN_START);
        BundleException refusal = assertThrows(BundleException.class, bundle::start);
        assertEquals("this beacon does not start", refusal.getCause().getMessage());
        assertFalse(words().contains(BEACON));
        assertKernelGoesOn();
    }

    @Test
    public void oneForOtherContractsDoesNotResolveAndSaysWhatItMisses() throws Exception {
        Bundle bundle = install(BeaconJar.SYMBOLIC_NAME, Flaw.WRONG_API_VERSION);
        BundleException refusal = assertThrows(BundleException.class, bundle::start);
        assertTrue(refusal.getMessage(), refusal.getMessage().contains("org.rtsock.api)(version>=99"));
        assertKernelGoesOn();
    }

    @Test
    public void oneThatTakesABuiltInNumberIsRefused() throws Exception {
        Bundle bundle = install(BeaconJar.SYMBOLIC_NAME, Flaw.BUILT_IN_NUMBER);
        BundleException refusal = assertThrows(BundleException.class, bundle::start);
        assertTrue(refusal.getCause().getMessage(), refusal.getCause().getMessage().contains("message type number 5 is somebody else's"));
        assertFalse(words().contains(BEACON));
        assertEquals(1, words().stream().filter("ifd"::equals).count());
        assertKernelGoesOn();
    }

    @Test
    public void theSecondOfATypeIsRefusedAndMayComeWhenTheFirstHasGone() throws Exception {
        Bundle first = install(BeaconJar.SYMBOLIC_NAME, Flaw.NONE);
        Bundle second = install(BeaconJar.SYMBOLIC_NAME + ".second", Flaw.NONE);
        first.start();
        second.start();
        assertEquals(1, words().stream().filter(BEACON::equals).count());
        send(first, 1);
        awaitBeacon("ADD");
        assertKernelGoesOn();

        daemon.forget();
        first.stop();
        second.stop();
        second.start();
        assertTrue(words().contains(BEACON));
        send(second, 1);
        awaitBeacon("ADD");
    }

    @Test
    public void oneWhoseCodecThrowsWhileACommitIsReportedIsOutAndTheCommitIsWhole() throws Exception {
        Bundle bundle = breakAtTheSecondBeacon(Flaw.CODEC_THROWS_WRITING);
        assertFalse(words().contains(BEACON));
        assertKernelGoesOn();
        isGoodAgainWhenItIsUpdated(bundle);
    }

    @Test
    public void oneWhoseCodecThrowsWhileItIsReadIsOutAndNoListenerIsBlamed() throws Exception {
        Bundle bundle = breakAtTheSecondBeacon(Flaw.CODEC_THROWS_READING);
        Await.until("the type to go", () -> !words().contains(BEACON));
        assertKernelGoesOn();
        isGoodAgainWhenItIsUpdated(bundle);
    }

    @Test
    public void whatOneLeavesInTheKernelDoesNotStandInTheWayOfItsSuccessor() throws Exception {
        Bundle bundle = install(BeaconJar.SYMBOLIC_NAME, Flaw.LEAVES_OBJECTS);
        bundle.start();
        send(bundle, 1);
        awaitBeacon("ADD");
        isGoodAgainWhenItIsUpdated(bundle);
        long version = driver.commit(tx -> tx.delete(LabDriver.port(PORT).key()));
        assertEquals(
                "beacons of the port, the old one's not among them",
                1,
                daemon.awaitMark(version).stream()
                        .filter(message -> message instanceof RoutingMessage.Event event && isBeacon(event.type())
                                && event.operation() == Operation.DELETE)
                        .count());
    }

    private Bundle breakAtTheSecondBeacon(Flaw flaw) throws Exception {
        Bundle bundle = install(BeaconJar.SYMBOLIC_NAME, flaw);
        bundle.start();
        send(bundle, 0);
        awaitBeacon("ADD");
        daemon.forget();
        send(bundle, 1);
        awaitBeacon("RESET");
        return bundle;
    }

    private void isGoodAgainWhenItIsUpdated(Bundle bundle) throws Exception {
        daemon.forget();
        bundle.update(BeaconJar.of(BeaconJar.SYMBOLIC_NAME, "2.0.0", Flaw.NONE));
        assertTrue(words().contains(BEACON));
        send(bundle, 1);
        awaitBeacon("ADD");
    }

    /// A commit reaches listeners that asked for the broken type, and those that did not.
    private void assertKernelGoesOn() throws InterruptedException {
        RecordingListener other = listener("ifd");
        long version = driver.commit(tx -> tx.add(LabDriver.port(PORT + 1)));
        for (RecordingListener listener : List.of(other, daemon)) {
            assertTrue(listener.awaitMark(version).stream()
                    .anyMatch(message -> message instanceof RoutingMessage.Event event && event.object().equals(LabDriver.port(PORT + 1))));
        }
        driver.commit(tx -> tx.remove(LabDriver.port(PORT + 1).key()));
    }

    private Bundle install(String name, Flaw flaw) throws BundleException {
        Bundle bundle = context.installBundle(name, BeaconJar.of(name, "1.0.0", flaw));
        installed.add(bundle);
        return bundle;
    }

    private RecordingListener listener(String... words) {
        RecordingListener listener = new RecordingListener();
        services.add(context.registerService(RoutingListener.class, listener, new Hashtable<>(Map.of(RoutingListener.TYPES, words))));
        return listener;
    }

    /// Has a bundle put a beacon on the port.
    private void send(Bundle sender, long stamp) throws Exception {
        for (ServiceReference<LongConsumer> reference : context.getServiceReferences(LongConsumer.class, "(beacon=true)")) {
            if (reference.getBundle().equals(sender)) {
                context.getService(reference).accept(stamp << 32 | PORT);
                context.ungetService(reference);
            }
        }
    }

    private void awaitBeacon(String word) throws InterruptedException {
        daemon.await(word + " of a beacon", heard -> heard.stream().anyMatch(message -> switch (message) {
            case RoutingMessage.Event event -> isBeacon(event.type()) && event.operation().name().equals(word);
            case RoutingMessage.Reset reset -> isBeacon(reset.type()) && word.equals("RESET");
            case RoutingMessage.Mark _ -> false;
        }));
    }

    private static boolean isBeacon(MessageType type) {
        return type.word().equals(BEACON);
    }

    private List<String> words() {
        return domain.types().stream().map(type -> type.type().word()).toList();
    }
}
