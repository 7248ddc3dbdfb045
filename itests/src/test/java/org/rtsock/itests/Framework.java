// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ops4j.pax.exam.Option;
import org.rtsock.testkit.RecordingListener;

/// The appliance `observer` as options for Pax Exam: its bundles as the distribution has them, and the test kit.
public final class Framework {
    private static final String BASE = "org.apache.felix.fileinstall";

    /// Bundles that reach outside the framework; most suites bring their own state instead.
    private static final List<String> OUTSIDE =
            List.of("org.rtsock.driver.netlink", "org.rtsock.transport.unix", "org.rtsock.daemon.monitor", BASE);

    private Framework() {}

    /// Without a host.
    static Option[] options() throws IOException {
        return options(OUTSIDE, "observer");
    }

    /// With the host's interfaces and routes, a recording beside them, a unix socket of its own (property `rtsock.socket`), and the client
    /// library.
    public static Option[] whole() throws IOException {
        Path folder = Files.createTempDirectory("rtsock");
        folder.toFile().deleteOnExit();
        return new Option[] {
            systemProperty("rtsock.socket").value(folder.resolve("rtsock.sock").toString()),
            bundle(Shipped.bundle("org.rtsock.client").toUri().toString()),
            composite(options(List.of(BASE), "observer", "driver-replay"))
        };
    }

    private static Option[] options(List<String> without, String... features) throws IOException {
        Set<String> bundles = new TreeSet<>();
        for (String feature : features) {
            bundles.addAll(Shipped.composition(feature));
        }
        Option[] shipped = bundles.stream()
                .map(name -> name.substring(name.indexOf(':') + 1))
                .filter(artifact -> !without.contains(artifact))
                .map(Framework::option)
                .toArray(Option[]::new);
        return new Option[] {
            systemProperty("pax.exam.osgi.unresolved.fail").value("true"), composite(shipped), bundle(jarOf(RecordingListener.class)), junitBundles()
        };
    }

    private static Option option(String artifact) {
        var option = bundle(Shipped.bundle(artifact).toUri().toString());
        boolean fragment = artifact.equals("org.rtsock.logging.provider");
        return fragment ? option.noStart() : option;
    }

    /// The jar that a class was loaded from.
    private static String jarOf(Class<?> type) {
        String location = type.getProtectionDomain().getCodeSource().getLocation().toString();
        if (!location.endsWith(".jar")) {
            throw new IllegalStateException(location + " is no jar: build it first (mvn package)");
        }
        return location;
    }
}
