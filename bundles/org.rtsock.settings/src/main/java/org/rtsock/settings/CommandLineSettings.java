// SPDX-License-Identifier: Apache-2.0
package org.rtsock.settings;

import java.util.Collection;
import java.util.Dictionary;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// The values of the command line, over those of files and features. The last of the plug-ins, should there be others.
@Component(property = ConfigurationPlugin.CM_RANKING + ":Integer=1000")
public final class CommandLineSettings implements ConfigurationPlugin {
    private final Map<String, Map<String, Object>> settings;

    /// @param settings by PID, then by key: texts, numbers, booleans, collections of texts. Asked once
    @Activate
    public CommandLineSettings(
            @Reference(target = "(rtsock.settings=true)") Supplier<Map<String, Map<String, Object>>> settings) {
        this.settings = settings.get();
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        Object pid = properties.get(Constants.SERVICE_PID);
        if (pid != null) {
            settings.getOrDefault(pid.toString(), Map.of()).forEach((key, value) -> properties.put(key, configured(value)));
        }
    }

    /// Lists as a configuration file has them: arrays.
    private static Object configured(Object value) {
        return value instanceof Collection<?> texts ? texts.stream().map(String::valueOf).toArray(String[]::new) : value;
    }
}
