// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// Makes the bundles of a test: a manifest, and files if need be. Each is version 1.0.0 of what its file is called.
record BundleJars(Path folder) {
    /// @param headers lines of `Name: value`
    Path bundle(String name, String... headers) {
        return bundle(name, Map.of(), headers);
    }

    /// @param files text by path
    Path bundle(String name, Map<String, String> files, String... headers) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("Bundle-Version", "1.0.0");
        for (String header : headers) {
            attributes.putValue(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 1).strip());
        }
        Path jar = folder.resolve(name + "-1.0.0.jar");
        try {
            Files.createDirectories(folder);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                for (var file : files.entrySet()) {
                    out.putNextEntry(new ZipEntry(file.getKey()));
                    out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }
}
