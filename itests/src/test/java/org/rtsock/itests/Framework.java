// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.util.List;
import org.ops4j.pax.exam.Option;

/// The appliance without a host, as options for Pax Exam: every bundle from the distribution, none from elsewhere.
final class Framework {
    /// Bundles of the distribution that reach outside the framework; the suites bring their own state instead.
    private static final List<String> OUTSIDE = List.of(
            "org.rtsock.driver.netlink", "org.rtsock.transport.unix", "org.rtsock.daemon.monitor", "org.apache.felix.fileinstall",
            "org.apache.felix.gogo");

    private Framework() {}

    static Option[] options() {
        Option[] shipped = Shipped.bundles().stream()
                .filter(file -> OUTSIDE.stream().noneMatch(file.getFileName().toString()::startsWith))
                .map(file -> {
                    var option = bundle(file.toUri().toString());
                    return file.getFileName().toString().startsWith("org.rtsock.logging.provider") ? option.noStart() : option;
                })
                .toArray(Option[]::new);
        return new Option[] {systemProperty("pax.exam.osgi.unresolved.fail").value("true"), composite(shipped), junitBundles()};
    }
}
