// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/// The rooms of `docs/ARCHITECTURE.md`, held against the manifests of what is shipped.
public class WhoMayKnowWhomIT {
    private static final Pattern OURS = Pattern.compile("(?:^|,)(org\\.rtsock\\.[a-z0-9.]+)");

    /// The command, and the shell that has its words.
    private static final List<String> COMMANDS = List.of("org.rtsock.cli", "org.rtsock.shell");
    private static final List<String> LIBRARIES = List.of("org.rtsock.client", "org.rtsock.cli");

    /// Transports over streams of bytes.
    private static final List<String> STREAMS = List.of("org.rtsock.transport.unix", "org.rtsock.transport.tcp");

    @Test
    public void bundlesImportContractsOnly() throws IOException {
        List<String> faults = new ArrayList<>();
        int checked = 0;
        for (Path jar : ours()) {
            Attributes manifest = manifest(jar);
            String name = manifest.getValue("Bundle-SymbolicName");
            for (String imported : packages(manifest.getValue("Import-Package"))) {
                boolean contract = imported.equals("org.rtsock.api") || imported.startsWith("org.rtsock.api.");
                boolean journal = name.startsWith("org.rtsock.reporter.") && imported.equals("org.rtsock.journal");
                boolean stream = STREAMS.contains(name) && imported.equals("org.rtsock.transport.stream");
                boolean itself = imported.equals(name) || imported.startsWith(name + ".");
                boolean command = COMMANDS.contains(name) && LIBRARIES.contains(imported);
                if (!contract && !journal && !stream && !itself && !command) {
                    faults.add(name + " imports " + imported);
                }
            }
            checked++;
        }
        assertEquals(List.of(), faults);
        assertTrue("only " + checked + " bundles were looked at", checked > 10);
    }

    @Test
    public void aBundleExportsContractsOrProvidesServicesNeverBoth() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path jar : ours()) {
            Attributes manifest = manifest(jar);
            String capabilities = manifest.getValue("Provide-Capability");
            boolean exports = manifest.getValue("Export-Package") != null;
            if (exports && (manifest.getValue("Service-Component") != null || capabilities != null && capabilities.contains("osgi.service;"))) {
                faults.add(manifest.getValue("Bundle-SymbolicName"));
            }
        }
        assertEquals(List.of(), faults);
    }

    private static List<Path> ours() {
        return Shipped.bundles().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("org.rtsock."))
                .toList();
    }

    private static Attributes manifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }

    private static List<String> packages(String header) {
        if (header == null) {
            return List.of();
        }
        // Attributes and directives are of no interest; quoted version ranges hold commas.
        String bare = header.replaceAll("\"[^\"]*\"", "");
        List<String> packages = new ArrayList<>();
        Matcher matcher = OURS.matcher(String.join(",", Arrays.stream(bare.split(",")).map(String::strip).toList()));
        while (matcher.find()) {
            packages.add(matcher.group(1));
        }
        return packages;
    }
}
