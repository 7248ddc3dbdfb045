// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A user's daemon, made with the JDK alone: it writes the names of the links that it hears of into a file, a line each.
final class LinkDaemonJar {
    private static final String SOURCE = """
            package org.example.links;

            import java.io.IOException;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;
            import java.util.Map;
            import org.rtsock.api.daemon.RoutingListener;
            import org.rtsock.api.message.Ifd;
            import org.rtsock.api.message.RoutingMessage;
            import org.rtsock.api.socket.Cut;

            public final class LinkDaemon implements RoutingListener {
                private final Path file;

                public LinkDaemon(Map<String, Object> configuration) {
                    file = Path.of(configuration.get("file").toString());
                }

                @Override
                public void receive(Cut cut) {
                    for (RoutingMessage message : cut) {
                        if (message instanceof RoutingMessage.Event event && event.object() instanceof Ifd ifd) {
                            write(event.operation() + " " + ifd.name());
                        }
                    }
                }

                private void write(String line) {
                    try {
                        Files.writeString(file, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
            """;
    private static final String COMPONENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="org.example.links" configuration-policy="require"
                           configuration-pid="org.example.links" init="1">
              <property name="rtsock.types" type="String">ifd
            </property>
              <service><provide interface="org.rtsock.api.daemon.RoutingListener"/></service>
              <implementation class="org.example.links.LinkDaemon"/>
            </scr:component>
            """;

    private LinkDaemonJar() {}

    /// @param headers lines of `Name: value` beside those that it needs
    static void make(Path work, Path jar, String... headers) throws Exception {
        Path source = work.resolve("LinkDaemon.java");
        Path classes = Files.createDirectories(work.resolve("classes"));
        Files.writeString(source, SOURCE);
        String contracts = Shipped.library("org.rtsock.api").toString();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", contracts, "-d", classes.toString(), source.toString());
        assertEquals("the daemon compiles", 0, status);
        Files.writeString(Files.createDirectories(classes.resolve("OSGI-INF")).resolve("links.xml"), COMPONENT);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest(headers));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                write(classes.relativize(file).toString(), file, out);
            }
        }
    }

    private static void write(String name, Path file, OutputStream out) throws Exception {
        ((JarOutputStream) out).putNextEntry(new JarEntry(name));
        Files.copy(file, out);
    }

    private static Manifest manifest(String... headers) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Stream.concat(
                        Stream.of(
                                "Bundle-ManifestVersion: 2",
                                "Bundle-SymbolicName: org.example.links",
                                "Bundle-Version: 1.0.0",
                                "Service-Component: OSGI-INF/links.xml",
                                "Import-Package: " + String.join(",", List.of(
                                        "org.rtsock.api.daemon", "org.rtsock.api.message", "org.rtsock.api.socket")),
                                "Require-Capability: osgi.extender;filter:=\"(osgi.extender=osgi.component)\""),
                        Stream.of(headers))
                .forEach(line -> attributes.putValue(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2)));
        return manifest;
    }
}
