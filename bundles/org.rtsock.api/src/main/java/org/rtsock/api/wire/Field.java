// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.List;
import java.util.Map;

/// One field of a message type, as its descriptor tells it to readers that were built before the type existed.
///
/// @param name     name in JSON and text
/// @param key      whether it is part of the object's key
/// @param optional whether it is left out of JSON and text when it is zero, empty or absent
/// @param words    for ENUM the names of the numbers, else empty
/// @param elements for LIST the fields of an element, else empty
public record Field(
        String name, FieldKind kind, boolean key, boolean optional, Map<Integer, String> words, List<Field> elements) {
    public Field {
        words = Map.copyOf(words);
        elements = List.copyOf(elements);
    }

    public static Field of(String name, FieldKind kind) {
        return new Field(name, kind, false, false, Map.of(), List.of());
    }

    public static Field key(String name, FieldKind kind) {
        return new Field(name, kind, true, false, Map.of(), List.of());
    }

    public static Field enumeration(String name, Map<Integer, String> words) {
        return new Field(name, FieldKind.ENUM, false, false, words, List.of());
    }

    public static Field list(String name, List<Field> elements) {
        return new Field(name, FieldKind.LIST, false, false, Map.of(), elements);
    }

    public Field asKey() {
        return new Field(name, kind, true, optional, words, elements);
    }

    public Field asOptional() {
        return new Field(name, kind, key, true, words, elements);
    }
}
