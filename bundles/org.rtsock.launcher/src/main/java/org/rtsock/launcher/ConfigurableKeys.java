// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// What bundles say of the configurations that they take: their metatype files and their components. Read only when a value is to be
/// checked.
final class ConfigurableKeys {
    /// A key of a PID.
    ///
    /// @param type as metatype names it, `String` or `Integer`...
    record Key(String type, boolean list) {}

    /// By PID, then by key. A PID that no metatype file describes is open: its bundle takes whatever keys there are.
    private final Map<String, Map<String, Key>> described = new TreeMap<>();
    private final Set<String> open = new TreeSet<>();

    private ConfigurableKeys() {}

    static ConfigurableKeys of(Collection<Path> jars) throws LaunchException {
        ConfigurableKeys keys = new ConfigurableKeys();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                keys.read(file);
            } catch (IOException | SAXException | ParserConfigurationException e) {
                throw LaunchException.failed("what can be configured in " + jar + " cannot be read: " + e);
            }
        }
        return keys;
    }

    /// The keys of a PID; empty when it takes any.
    ///
    /// @return null when no bundle knows the PID
    @Nullable Map<String, Key> of(String pid) {
        // A factory's instance is FACTORY~NAME.
        String plain = pid.replaceFirst("~.*", "");
        Map<String, Key> keys = described.get(plain);
        return keys == null && open.contains(plain) ? Map.of() : keys;
    }

    Set<String> pids() {
        Set<String> pids = new TreeSet<>(described.keySet());
        pids.addAll(open);
        return pids;
    }

    private void read(JarFile jar) throws IOException, SAXException, ParserConfigurationException {
        List<JarEntry> files = jar.stream().filter(entry -> entry.getName().matches("OSGI-INF/(metatype/)?[^/]+\\.xml")).toList();
        for (JarEntry file : files) {
            try (InputStream in = jar.getInputStream(file)) {
                read(parser().parse(in));
            }
        }
    }

    private void read(Document document) {
        for (Element designate : elements(document, "Designate")) {
            String pid = designate.getAttribute("pid") + designate.getAttribute("factoryPid");
            Map<String, Key> keys = described.computeIfAbsent(pid, _ -> new TreeMap<>());
            for (Element key : elements(document, "AD")) {
                String cardinality = key.getAttribute("cardinality");
                boolean list = !cardinality.isEmpty() && !cardinality.equals("0");
                keys.put(key.getAttribute("id"), new Key(key.getAttribute("type"), list));
            }
        }
        for (Element component : elements(document, "scr:component")) {
            String pid = component.getAttribute("configuration-pid");
            open.addAll(List.of((pid.isEmpty() ? component.getAttribute("name") : pid).split(" ")));
        }
    }

    /// These files are a bundle's own, but nothing they say should make the launcher read others.
    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder();
    }

    private static List<Element> elements(Document document, String name) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
