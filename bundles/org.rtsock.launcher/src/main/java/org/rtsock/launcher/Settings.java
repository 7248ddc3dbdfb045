// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.rtsock.launcher.ConfigurableKeys.Key;

/// The values of the command line, checked and typed by what the bundles say that they take.
final class Settings {
    /// What every listener service may say of itself and the switch reads (`org.rtsock.api.daemon.RoutingListener`): a component takes
    /// them as properties, whether or not its metatype names them.
    private static final Map<String, Key> LISTENER_KEYS = Map.of(
            "rtsock.types", new Key("String", true),
            "rtsock.flags", new Key("Integer", false),
            "rtsock.table", new Key("Integer", false),
            "rtsock.family", new Key("String", false),
            "rtsock.prefix", new Key("String", false),
            "rtsock.protocols", new Key("String", true),
            "rtsock.priority", new Key("Long", false));

    private Settings() {}

    /// By PID, then by key: texts, numbers, true, false, lists of these.
    static Map<String, Map<String, Object>> typed(List<Setting> settings, ConfigurableKeys known) throws LaunchException {
        Map<String, Map<String, Object>> typed = new LinkedHashMap<>();
        for (Setting setting : settings) {
            Object value = value(setting, key(setting, known));
            typed.computeIfAbsent(setting.pid(), _ -> new LinkedHashMap<>()).put(setting.key(), value);
        }
        return typed;
    }

    private static Key key(Setting setting, ConfigurableKeys known) throws LaunchException {
        Map<String, Key> keys = known.of(setting.pid());
        if (keys == null) {
            throw LaunchException.wrongUse(
                    setting + ": no bundle knows PID " + setting.pid() + "; known are " + String.join(", ", known.pids()));
        }
        Key key = keys.getOrDefault(setting.key(), LISTENER_KEYS.get(setting.key()));
        if (key != null) {
            return key;
        }
        if (!keys.isEmpty()) {
            String there = String.join(", ", keys.keySet());
            throw LaunchException.wrongUse(setting + ": PID " + setting.pid() + " has no key '" + setting.key() + "'; known are " + there);
        }
        return new Key("String", false);
    }

    private static Object value(Setting setting, Key key) throws LaunchException {
        if (!key.list()) {
            return scalar(setting, key.type(), setting.value());
        }
        List<String> elements = setting.value().isBlank() ? List.of() : List.of(setting.value().split(",", -1));
        Object[] values = new Object[elements.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scalar(setting, key.type(), elements.get(i).strip());
        }
        return List.of(values);
    }

    private static Object scalar(Setting setting, String type, String text) throws LaunchException {
        return switch (type) {
            case "Integer" -> number(setting, text, Integer::valueOf);
            case "Long" -> number(setting, text, Long::valueOf);
            case "Boolean" -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw LaunchException.wrongUse(setting + ": '" + text + "' is neither true nor false");
                }
                yield Boolean.valueOf(text);
            }
            // The component's own conversion takes a text for the others.
            default -> text;
        };
    }

    private static Object number(Setting setting, String text, Function<String, ? extends Number> parse) throws LaunchException {
        try {
            return parse.apply(text);
        } catch (NumberFormatException _) {
            throw LaunchException.wrongUse(setting + ": '" + text + "' is not a number");
        }
    }
}
