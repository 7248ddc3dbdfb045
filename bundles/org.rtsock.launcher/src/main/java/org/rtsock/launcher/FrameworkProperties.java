// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Constants;

/// What the framework is started with: our defaults, what `framework.properties` says over them, and the folders of this start over both.
final class FrameworkProperties {
    private static final Map<String, String> DEFAULTS = Map.of(
            "felix.fileinstall.poll", "200",
            "felix.fileinstall.start.level", Integer.toString(Feature.MAX_START_LEVEL),
            "felix.fileinstall.subdir.mode", "skip",
            // A bundle in the deploy folder that does not start is a warning.
            "felix.fileinstall.log.level", "2",
            // The first reading happens while the watcher starts, so components find their configuration when they are first activated.
            "felix.fileinstall.noInitialDelay", "true",
            // The files are the user's: a change made at run time must not rewrite them.
            "felix.fileinstall.enableConfigSave", "false");

    private final Map<String, Object> properties = new HashMap<>(DEFAULTS);

    /// @param configured `framework.properties`; need not exist
    FrameworkProperties(Path configured) throws LaunchException {
        if (Files.exists(configured)) {
            Properties own = new Properties();
            try (var reader = Files.newBufferedReader(configured)) {
                own.load(reader);
            } catch (IOException e) {
                throw LaunchException.failed(configured + " cannot be read: " + e);
            }
            own.stringPropertyNames().forEach(key -> properties.put(key, own.getProperty(key).strip()));
        }
        properties.put("felix.log.logger", new FrameworkLog());
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(Feature.MAX_START_LEVEL));
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    }

    void set(String key, String value) {
        properties.put(key, value);
    }

    /// Folders whose files are configurations or bundles, in the order in which they are read.
    void watch(Path... folders) {
        StringBuilder list = new StringBuilder();
        for (Path folder : folders) {
            list.append(list.isEmpty() ? "" : ",").append(folder);
        }
        set("felix.fileinstall.dir", list.toString());
    }

    Map<String, Object> toMap() {
        return properties;
    }
}
