// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.beacon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Makes bundles of beacons.
public final class BeaconJar {
    public static final String SYMBOLIC_NAME = "org.rtsock.itests.beacon";

    static final String FLAW = "Beacon-Flaw";

    private static final List<Class<?>> CLASSES = List.of(
            Beacon.class, Beacon.Id.class, BeaconActivator.class, BeaconCodec.class, BeaconJar.class, BeaconReporter.class, Flaw.class);

    private BeaconJar() {}

    /// @param name    symbolic name
    /// @param version of the bundle
    public static InputStream of(String name, String version, Flaw flaw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest(name, version, flaw))) {
            for (Class<?> type : CLASSES) {
                String file = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(file));
                try (InputStream code = type.getClassLoader().getResourceAsStream(file)) {
                    code.transferTo(jar);
                }
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static Manifest manifest(String name, String version, Flaw flaw) {
        String range = flaw == Flaw.WRONG_API_VERSION ? "[99,100)" : "[1,2)";
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Bundle-Activator", BeaconActivator.class.getName());
        headers.putValue(
                "Import-Package",
                "org.osgi.framework,org.rtsock.api;version=\"" + range + "\",org.rtsock.api.kernel,org.rtsock.api.message,org.rtsock.api.reporter,"
                        + "org.rtsock.api.wire,org.rtsock.journal");
        headers.putValue(FLAW, flaw.name());
        return manifest;
    }
}
