// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a framework as it is started, with bundles that have nothing but a manifest.
class CompositionCheckTest {
    private static final String SERVICE = "Require-Capability: osgi.service;filter:=\"(objectClass=org.example.Clock)\";effective:=active";
    private static final String CLOCK =
            "Provide-Capability: osgi.service;objectClass:List<String>=\"org.example.Alarm,org.example.Clock\";effective:=active";

    @TempDir
    private Path temporary;

    private final Appliance appliance = new Appliance();
    private BundleJars shipped;
    private FeatureFolder features;

    @BeforeEach
    void makeDistribution() {
        shipped = new BundleJars(temporary.resolve("bundles/g"));
        features = new FeatureFolder(temporary.resolve("features"));
    }

    @AfterEach
    void stop() {
        appliance.stop();
    }

    private void feature(String name, String... bundles) {
        String list = Arrays.stream(bundles).map(bundle -> "\"g:" + bundle + "\"").collect(Collectors.joining(", "));
        features.write(name, "\"bundles\": [" + list + "]");
    }

    private void compose(String... references) throws LaunchException {
        FrameworkProperties properties = new FrameworkProperties(temporary.resolve("none"));
        properties.set("org.osgi.framework.storage", temporary.resolve("cache").toString());
        appliance.compose(Plan.of(new Home(temporary), List.of(references)), properties, Map.of());
    }

    private List<String> problems(String... references) {
        LaunchException refused = assertThrows(LaunchException.class, () -> compose(references));
        assertEquals(LaunchException.FAILED, refused.exitStatus());
        List<String> lines = refused.getMessage().lines().map(String::strip).toList();
        assertEquals(lines.subList(1, lines.size()), refused.problems());
        assertEquals("these bundles do not fit together:", lines.getFirst());
        return lines.subList(1, lines.size());
    }

    @Test
    void aSetThatHasAllItNeedsPasses() throws LaunchException {
        shipped.bundle("net", "Export-Package: org.example.net;version=1.2");
        shipped.bundle("user", "Import-Package: org.example.net;version=\"[1.1,2)\"", SERVICE);
        shipped.bundle("clock", CLOCK);
        feature("all", "user", "clock", "net");
        compose("all");
    }

    @Test
    void aMissingPackageIsNamedWithItsVersionsAndTheFeatureThatHasIt() {
        shipped.bundle("net", "Export-Package: org.example.net;version=1.2");
        shipped.bundle("user", "Import-Package: org.example.net;version=\"[1.1,2)\"");
        feature("net-feature", "net");
        feature("top", "user");
        assertEquals(
                List.of("user 1.0.0 (feature top) misses package org.example.net 1.1 or newer, before 2; feature net-feature has it"),
                problems("top"));
    }

    @Test
    void aPackageOfAnotherVersionIsSaidToBeThere() {
        shipped.bundle("net", "Export-Package: org.example.net;version=1.2");
        shipped.bundle("user", "Import-Package: org.example.net;version=\"[2,3)\"");
        feature("top", "user", "net");
        assertEquals(
                List.of("user 1.0.0 (feature top) misses package org.example.net 2 or newer, before 3 (there is 1.2)"), problems("top"));
    }

    @Test
    void aServiceThatNobodyProvidesIsMissedThoughTheBundleResolves() {
        shipped.bundle("user", SERVICE);
        shipped.bundle("clock", CLOCK);
        feature("top", "user");
        feature("clocks", "clock");
        feature("alarms", "clock");
        assertEquals(
                List.of("user 1.0.0 (feature top) misses service org.example.Clock; feature alarms or clocks has it"), problems("top"));
    }

    @Test
    void aServiceThatAnActivatorMayBringUndeclaredIsAWarning() throws LaunchException {
        shipped.bundle("user", SERVICE);
        shipped.bundle("clock", "Bundle-Activator: org.example.none.Activator", "Export-Package: org.example");
        feature("top", "user", "clock");
        PrintStream before = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            compose("top");
        } finally {
            System.setErr(before);
        }
        assertEquals(
                "rtsock: warning: no bundle declares that it has service org.example.Clock, which user 1.0.0 (feature top) needs; "
                        + "the activator of clock 1.0.0 (feature top) may bring it\n",
                said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anActivatorThatDeclaresOthersOrDoesNotKnowThePackageBringsNone() {
        String activator = "Bundle-Activator: org.example.none.Activator";
        shipped.bundle("user", SERVICE);
        shipped.bundle("other", activator, "Export-Package: org.example.other");
        shipped.bundle("alarm", activator, "Import-Package: org.example;resolution:=optional", CLOCK.replace("Clock", "Bell"));
        feature("top", "user", "other", "alarm");
        assertEquals(List.of("user 1.0.0 (feature top) misses service org.example.Clock"), problems("top"));
    }

    @Test
    void whatIsOptionalIsNotMissed() throws LaunchException {
        shipped.bundle("user", "Import-Package: org.example.net;resolution:=optional", SERVICE + ";resolution:=optional");
        feature("top", "user");
        compose("top");
    }

    @Test
    void servicesOfTheFrameworkAndOfTheLauncherAreThere() throws LaunchException {
        shipped.bundle("user", SERVICE.replace("org.example.Clock", "org.osgi.service.resolver.Resolver"));
        shipped.bundle("other", SERVICE.replace("org.example.Clock", "java.util.function.Supplier"));
        feature("top", "user", "other");
        compose("top");
    }

    @Test
    void extendersHostsBundlesAndJavaAreNamedInWords() {
        shipped.bundle(
                "user",
                "Require-Capability: osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0)))\"",
                "Require-Bundle: some.bundle;bundle-version=\"[1.0,2.0)\"");
        shipped.bundle("part", "Fragment-Host: some.host");
        shipped.bundle("later", "Require-Capability: osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"");
        shipped.bundle("odd", "Require-Capability: some.space;filter:=\"(|(a=1)(b=2))\"");
        feature("top", "user", "part", "later", "odd");
        assertEquals(
                List.of(
                        "user 1.0.0 (feature top) misses bundle some.bundle 1 or newer, before 2",
                        "user 1.0.0 (feature top) misses extender osgi.component 1.5 or newer, before 2",
                        "part 1.0.0 (feature top) misses host bundle some.host",
                        "later 1.0.0 (feature top) misses Java 99 or newer",
                        "odd 1.0.0 (feature top) misses some.space (|(a=1)(b=2))"),
                problems("top"));
    }

    @Test
    void onlyWhoMissesSomethingIsNamedNotWhoNeedsIt() {
        shipped.bundle("bottom", "Import-Package: org.example.none", "Export-Package: org.example.bottom");
        shipped.bundle("middle", "Import-Package: org.example.bottom");
        feature("top", "middle", "bottom");
        assertEquals(List.of("bottom 1.0.0 (feature top) misses package org.example.none"), problems("top"));
    }

    @Test
    void packagesThatCannotBeSeenTogetherAreExplainedByTheFramework() {
        shipped.bundle("old", "Export-Package: org.example.a;version=1");
        shipped.bundle("new", "Export-Package: org.example.a;version=2");
        shipped.bundle("uses", "Import-Package: org.example.a;version=\"[1,2)\"", "Export-Package: org.example.b;uses:=\"org.example.a\"");
        shipped.bundle("user", "Import-Package: org.example.a;version=\"[2,3)\",org.example.b");
        feature("top", "old", "new", "uses", "user");
        List<String> problems = problems("top");
        assertEquals(1, problems.size(), problems.toString());
        String problem = problems.getFirst();
        assertTrue(problem.startsWith("user 1.0.0 (feature top) does not resolve: Uses constraint violation."), problem);
        assertTrue(problem.contains("'org.example.a'"), problem);
    }

    @Test
    void theWholeStartsWhenItFits() throws Exception {
        shipped.bundle("net", "Export-Package: org.example.net;version=1.2");
        feature("net-feature", "net");
        compose("net-feature");
        appliance.start();
    }
}
