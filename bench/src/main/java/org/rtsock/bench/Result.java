// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a program measured, printed as one JSON object on one line.
final class Result {
    private final Map<String, String> fields = new LinkedHashMap<>();

    Result with(String name, long value) {
        fields.put(name, Long.toString(value));
        return this;
    }

    /// @throws ArithmeticException for what is no number: a measurement without an outcome
    Result with(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException(name + " is " + value);
        }
        fields.put(name, String.format(Locale.ROOT, "%.6g", value));
        return this;
    }

    /// @param value letters, digits and what needs no escape
    Result with(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException(name + " '" + value + "' needs escapes");
        }
        fields.put(name, '"' + value + '"');
        return this;
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> '"' + field.getKey() + "\": " + field.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
