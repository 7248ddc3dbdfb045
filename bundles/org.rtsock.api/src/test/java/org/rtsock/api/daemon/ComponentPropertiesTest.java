// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What becomes of the annotations of a component in the description from which Declarative Services makes it.
class ComponentPropertiesTest {
    private static File folderOf(Class<?> kind) throws Exception {
        return new File(kind.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// Name, type and values of each property.
    private static Map<String, List<String>> describe(Class<?> component) throws Exception {
        try (Builder builder = new Builder()) {
            builder.addClasspath(folderOf(component));
            builder.addClasspath(folderOf(RoutingListener.class));
            builder.setProperty("-includeresource", path(component) + "=" + new File(folderOf(component), path(component)));
            builder.setProperty("Import-Package", "*;resolution:=optional");
            builder.setProperty("-noclassforname", "true");
            Jar jar = builder.build();
            assertTrue(builder.getErrors().isEmpty(), builder.getErrors().toString());
            try (InputStream xml = jar.getResource("OSGI-INF/" + component.getName() + ".xml").openInputStream()) {
                return properties(DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(xml)
                        .getElementsByTagName("property"));
            }
        }
    }

    private static String path(Class<?> component) {
        return component.getName().replace('.', '/') + ".class";
    }

    private static Map<String, List<String>> properties(NodeList elements) {
        Map<String, List<String>> properties = new TreeMap<>();
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            String value = element.hasAttribute("value") ? element.getAttribute("value") : element.getTextContent();
            properties.put(element.getAttribute("name"), List.of(element.getAttribute("type"), value));
        }
        return properties;
    }

    @Test
    void eachAnnotationIsThePropertyThatTheSwitchReads() throws Exception {
        assertEquals(
                new TreeMap<>(Map.of(
                        RoutingListener.TYPES, List.of("String", "ifd\nroute"),
                        RoutingListener.FLAGS, List.of("Integer", "3"),
                        RoutingListener.TABLE, List.of("Integer", "254"),
                        RoutingListener.FAMILY, List.of("String", "inet6"),
                        RoutingListener.PREFIX, List.of("String", "2001:db8::/32"),
                        RoutingListener.PROTOCOLS, List.of("String", "static\n186"),
                        RoutingListener.PRIORITY, List.of("Long", "4294967295"))),
                describe(SampleDaemon.class));
    }
}
