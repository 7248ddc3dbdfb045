// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.inject.Inject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.itests.Framework;
import org.rtsock.testkit.Await;
import org.rtsock.testkit.LabDriver;

/// Random starts, stops and updates of reporters, transports, protocols, drivers, daemons, the switch and a plug-in's message type, while
/// commits go on and listeners come and go. `-Drtsock.steps=N -Drtsock.seed=S` to run it longer, or again.
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DynamicsIT {
    private static final int WARM_UP = 100;
    /// Not those of the load, and not the host's.
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 5;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Inject
    private Kernel kernel;

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin configurations;

    private Random random;
    private BundleLife bundles;
    private Load load;
    private InsideListeners inside;
    private OutsideListeners outside;
    private Sockets sockets;
    private int quietPoints;

    @Configuration
    public Option[] configuration() throws Exception {
        return Framework.whole();
    }

    @Test
    public void whateverComesAndGoesNobodyIsLeftWithTheWrongStateAndNothingIsLeftBehind() throws Exception {
        int steps = Integer.getInteger("rtsock.steps", 1000);
        long seed = Long.getLong("rtsock.seed", System.nanoTime());
        System.out.println("dynamics: " + steps + " steps, seed " + seed);
        random = new Random(seed);
        replay();
        bundles = new BundleLife(context, random);
        load = new Load(kernel, context, seed);
        inside = new InsideListeners(context, random);
        outside = new OutsideListeners(Path.of(System.getProperty("rtsock.socket")), random);
        sockets = new Sockets(context, random);

        walk(WARM_UP);
        Census before = settle();
        walk(steps);
        awaitSame(before, settle());

        load.close();
        bundles.removeBeacon();
        try (LabDriver driver = new LabDriver(kernel, "lab")) {
            // The kernel looks at what it remembers of the type that went when it commits next.
            driver.commit(tx -> tx.add(LabDriver.port(1_000_000)));
        }
        assertEquals(List.of(), bundles.loadersLeft());
        bundles.updateAll();
        assertEquals(List.of(), bundles.loadersLeft());
        System.out.println("dynamics: " + bundles + "; " + load.commits() + " commits; " + quietPoints + " quiet points; " + inside + "; " + outside
                + "; " + sockets);
        assertTrue(load.commits() > 0);
    }

    /// Ports that come and go, again and again, while the replay driver is there.
    private void replay() throws IOException {
        Path recording = folder.newFile("ports.jsonl").toPath();
        List<String> lines = new ArrayList<>();
        for (int step = 0; step < PORTS; step++) {
            lines.add("{\"type\":\"IFDEV\",\"op\":\"ADD\",\"time\":0.%d,\"ifd\":{\"index\":%d,\"name\":\"tape%d\",\"mtu\":1500,\"up\":true,\"running\":true}}"
                    .formatted(step, FIRST_PORT + step, step));
            lines.add("{\"type\":\"NOP\",\"op\":\"MARK\"}");
        }
        Files.write(recording, lines);
        configurations.getConfiguration("org.rtsock.driver.replay", "?")
                .update(new Hashtable<>(Map.of("file", recording.toString(), "repeat", 0)));
    }

    private void walk(int steps) throws Exception {
        for (int step = 1; step <= steps; step++) {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> inside.step();
                case 4, 5 -> outside.step();
                case 6, 7, 8 -> sockets.step();
                case 9 -> check();
                default -> bundles.step();
            }
        }
        check();
    }

    /// A quiet point: what every listener holds of the types that have a reporter now is what the kernel holds.
    private void check() throws Exception {
        load.quietly(() -> {
            quietPoints++;
            if (bundles.isActive("org.rtsock.protosw")) {
                List<Reporter> reporters = reporters();
                Collection<MessageType> types = reporters.stream().map(Reporter::type).toList();
                inside.check(kernel, types);
                if (bundles.isActive("org.rtsock.transport.unix") && bundles.isActive("org.rtsock.protocol.rts")) {
                    outside.check(kernel, reporters);
                }
            }
        });
    }

    private List<Reporter> reporters() throws InvalidSyntaxException {
        List<Reporter> reporters = new ArrayList<>();
        for (ServiceReference<Reporter> reference : context.getServiceReferences(Reporter.class, null)) {
            reporters.add(context.getService(reference));
            context.ungetService(reference);
        }
        return reporters;
    }

    /// Everything started, nobody listening.
    private Census settle() throws Exception {
        bundles.startAll();
        check();
        inside.close();
        outside.close();
        sockets.close();
        return Census.settled(context);
    }

    /// Threads and sockets may take a moment to end.
    private void awaitSame(Census before, Census after) throws Exception {
        var last = new Object() {
            Census census = after;
        };
        try {
            Await.until("the threads, sockets and services of before", () -> {
                last.census = Census.take(context);
                return last.census.equals(before);
            });
        } catch (AssertionError e) {
            assertEquals(before, last.census);
            throw e;
        }
    }
}
