// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a feature file. A member that is not known is refused rather than ignored: it is a spelling mistake more often than anything else.
final class FeatureReader {
    private static final Set<String> MEMBERS = Set.of("name", "title", "features", "bundles", "start-level", "configurations");
    private static final String SUFFIX = ".json";

    private final Path file;
    private final Map<String, Object> members;

    private FeatureReader(Path file, Map<String, Object> members) {
        this.file = file;
        this.members = members;
    }

    static Feature read(Path file) throws LaunchException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw LaunchException.wrongUse("feature file " + file + " cannot be read: " + e);
        }
        try {
            return new FeatureReader(file, JSON.std.mapFrom(text)).feature();
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw LaunchException.wrongUse("feature file " + file + " is not JSON" + where + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw LaunchException.wrongUse("feature file " + file + " cannot be read: " + e);
        }
    }

    private Feature feature() throws LaunchException {
        for (String member : members.keySet()) {
            if (!MEMBERS.contains(member)) {
                throw refused("member '" + member + "' is unknown");
            }
        }
        String name = text("name");
        String expected = String.valueOf(file.getFileName()).replace(SUFFIX, "");
        if (!name.equals(expected)) {
            throw refused("name '" + name + "' is not that of the file, '" + expected + "'");
        }
        return new Feature(name, text("title"), file, texts("features"), texts("bundles"), startLevel(), configurations());
    }

    private String text(String member) throws LaunchException {
        if (members.get(member) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw refused(member + " must be a text");
    }

    private List<String> texts(String member) throws LaunchException {
        List<String> texts = new ArrayList<>();
        for (Object element : list(member)) {
            if (!(element instanceof String text) || text.isBlank()) {
                throw refused(member + " must be a list of texts, and has " + element);
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    private List<?> list(String member) throws LaunchException {
        return switch (members.get(member)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw refused(member + " must be a list");
        };
    }

    private int startLevel() throws LaunchException {
        return switch (members.get("start-level")) {
            case null -> Feature.DEFAULT_START_LEVEL;
            case Integer level when level >= 1 && level <= Feature.MAX_START_LEVEL -> level;
            case Object level -> throw refused("start-level " + level + " is not 1 to " + Feature.MAX_START_LEVEL);
        };
    }

    private Map<String, Map<String, Object>> configurations() throws LaunchException {
        Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
        for (var entry : object("configurations", members.get("configurations")).entrySet()) {
            Map<String, Object> values = object("configuration " + entry.getKey(), entry.getValue());
            for (var value : values.entrySet()) {
                checkValue(entry.getKey() + ": " + value.getKey(), value.getValue());
            }
            configurations.put(entry.getKey(), values);
        }
        return configurations;
    }

    private void checkValue(String what, @Nullable Object value) throws LaunchException {
        boolean fits = switch (value) {
            case String _, Number _, Boolean _ -> true;
            case List<?> list -> list.stream().allMatch(String.class::isInstance);
            case null, default -> false;
        };
        if (!fits) {
            throw refused(what + " must be a text, a number, true, false or a list of texts");
        }
    }

    private Map<String, Object> object(String what, @Nullable Object value) throws LaunchException {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw refused(what + " must be an object");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, member) -> object.put(String.valueOf(key), member));
        return object;
    }

    private LaunchException refused(String why) {
        return LaunchException.wrongUse("feature file " + file + ": " + why);
    }
}
