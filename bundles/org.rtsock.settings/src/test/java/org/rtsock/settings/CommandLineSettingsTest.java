// SPDX-License-Identifier: Apache-2.0
package org.rtsock.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class CommandLineSettingsTest {
    /// Whom the configuration is for does not matter.
    private static final ServiceReference<?> ANYBODY = (ServiceReference<?>) Proxy.newProxyInstance(
            CommandLineSettingsTest.class.getClassLoader(), new Class<?>[] {ServiceReference.class}, (_, _, _) -> null);

    private final CommandLineSettings settings = new CommandLineSettings(() -> Map.of(
            "some.pid", Map.of("namespace", "blue", "count", 3, "types", List.of("ifd", "ifl"))));

    @Test
    void valuesGoOverThoseOfTheFileAndOtherKeysStay() {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("service.pid", "some.pid", "namespace", "red", "other", "stays"));
        settings.modifyConfiguration(ANYBODY, properties);
        assertEquals("blue", properties.get("namespace"));
        assertEquals(3, properties.get("count"));
        assertEquals("stays", properties.get("other"));
        assertArrayEquals(new String[] {"ifd", "ifl"}, (String[]) properties.get("types"));
    }

    @Test
    void otherPidsAreLeftAlone() {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("service.pid", "other.pid", "namespace", "red"));
        settings.modifyConfiguration(ANYBODY, properties);
        assertEquals(new Hashtable<>(Map.of("service.pid", "other.pid", "namespace", "red")), properties);
    }
}
