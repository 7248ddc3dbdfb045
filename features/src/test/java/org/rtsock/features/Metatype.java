// SPDX-License-Identifier: Apache-2.0
package org.rtsock.features;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// The keys that a bundle's components may be configured with, from its metatype files.
record Metatype(String pid, List<Key> keys) {
    /// @param value the default, lists with commas
    record Key(String name, String value) {}

    static List<Metatype> of(Path jar) throws IOException, SAXException, ParserConfigurationException {
        List<Metatype> found = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(each -> each.getName().matches("OSGI-INF/metatype/.*\\.xml")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    found.add(read(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in)));
                }
            }
        }
        return found;
    }

    private static Metatype read(Document document) {
        List<Key> keys = elements(document, "AD").stream()
                .map(key -> new Key(key.getAttribute("id"), key.getAttribute("default")))
                .toList();
        return new Metatype(elements(document, "Designate").getFirst().getAttribute("pid"), keys);
    }

    private static List<Element> elements(Document document, String name) {
        List<Element> elements = new ArrayList<>();
        var nodes = document.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
