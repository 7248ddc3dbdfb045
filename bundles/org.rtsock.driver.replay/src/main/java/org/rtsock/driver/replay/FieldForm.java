// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldWriter;

/// How the value of a field stands in JSON, and how it is written into a payload. Immutable.
///
/// | kind | JSON | value in between |
/// |---|---|---|
/// | U8, U16, U32, U64 | number | `Long`, unsigned |
/// | BOOL | true, false | `Boolean` |
/// | TEXT | text | `String` |
/// | ENUM | a word, or the digits of a number | `Integer` |
/// | MAC, ADDRESS, PREFIX | text, empty for none | [MacAddress], [IpAddress], [Prefix]; [#NONE] |
/// | LIST | array: of objects, or of bare values where an element has one field | `List` of arrays of values |
final class FieldForm {
    /// An address or prefix that is said to be none.
    static final Object NONE = new Object();

    private static final int MAX_ELEMENTS = 0xffff;

    private final Field field;
    private final Map<String, Integer> words = new HashMap<>();
    private final RowForm elements;

    /// @param path of the field: type and field names, joined by dots
    FieldForm(Field field, String path) {
        this.field = field;
        field.words().forEach((number, word) -> words.put(word, number));
        elements = new RowForm(field.elements(), path, path);
    }

    Field field() {
        return field;
    }

    /// Reads the value at which the parser stands.
    ///
    /// @throws RoutingException EINVAL naming field and value
    Object read(JsonParser json) throws IOException {
        return switch (field.kind()) {
            case U8 -> number(json, 0xff);
            case U16 -> number(json, 0xffff);
            case U32 -> number(json, 0xffff_ffffL);
            case U64 -> number(json, -1);
            case BOOL -> switch (json.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> throw wrong(json, "true or false");
            };
            case TEXT -> text(json);
            case ENUM -> word(json);
            case MAC -> parsed(json, "a link-layer address", MacText::parse);
            case ADDRESS -> parsed(json, "an address", IpAddress::parse);
            case PREFIX -> parsed(json, "a prefix", Prefix::parse);
            case LIST -> list(json);
        };
    }

    /// @param max unsigned
    private Long number(JsonParser json, long max) throws IOException {
        String text = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getText() : "";
        try {
            long value = Long.parseUnsignedLong(text);
            if (Long.compareUnsigned(value, max) <= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Negative, beyond 64 bits, or none at all: out of range like the rest.
        }
        throw wrong(json, "0 to " + Long.toUnsignedString(max));
    }

    private String text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(json, "a text");
        }
        return json.getText();
    }

    private Integer word(JsonParser json) throws IOException {
        String text = text(json);
        Integer number = words.get(text);
        if (number != null) {
            return number;
        }
        if (text.length() > 3 || text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9') || Integer.parseInt(text) > 0xff) {
            throw wrong(json, "a word of it or a number up to 255");
        }
        return Integer.valueOf(text);
    }

    private Object parsed(JsonParser json, String what, Function<String, Object> parser) throws IOException {
        String text = text(json);
        try {
            return text.isEmpty() ? NONE : parser.apply(text);
        } catch (RoutingException e) {
            throw new RoutingException(e.errno(), "'" + field.name() + "' is not " + what + ": " + e.getMessage(), e);
        }
    }

    private List<@Nullable Object[]> list(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(json, "an array");
        }
        List<@Nullable Object[]> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (list.size() == MAX_ELEMENTS) {
                throw Refusal.of("'" + field.name() + "' has more than " + MAX_ELEMENTS + " elements");
            }
            list.add(elements.isSingle() ? new @Nullable Object[] {elements.only().read(json)} : elements.read(json));
        }
        return list;
    }

    private RoutingException wrong(JsonParser json, String what) throws IOException {
        String text = json.currentToken().isScalarValue() ? json.getText() : json.currentToken().asString();
        return Refusal.of("'" + field.name() + "' is " + Refusal.shown(text) + ", not " + what);
    }

    /// Writes a value that [#read] gave, or one of [#empty()].
    void write(Object value, FieldWriter out) {
        switch (field.kind()) {
            case U8 -> out.u8(((Long) value).intValue());
            case U16 -> out.u16(((Long) value).intValue());
            case U32 -> out.u32(((Long) value).intValue());
            case U64 -> out.u64((Long) value);
            case BOOL -> out.bool((Boolean) value);
            case TEXT -> out.text((String) value);
            case ENUM -> out.u8((Integer) value);
            case MAC -> out.mac(value == NONE ? MacAddress.NONE : (MacAddress) value);
            case ADDRESS -> out.address(value == NONE ? null : (IpAddress) value);
            case PREFIX -> out.prefix(value == NONE ? null : (Prefix) value);
            case LIST -> writeList((List<?>) value, out);
        }
    }

    private void writeList(List<?> list, FieldWriter out) {
        out.u16(list.size());
        for (Object element : list) {
            elements.write((@Nullable Object[]) element, false, out);
        }
    }

    /// What stands for a field that has no value: zero, empty, none.
    Object empty() {
        return switch (field.kind()) {
            case U8, U16, U32, U64 -> 0L;
            case BOOL -> false;
            case TEXT -> "";
            case ENUM -> 0;
            case MAC, ADDRESS, PREFIX -> NONE;
            case LIST -> List.of();
        };
    }

    /// What stands for a field that does not matter: [#empty()], but the first of the words of an enumeration, whose numbers need not begin
    /// with 0.
    Object any() {
        boolean words = field.kind() == FieldKind.ENUM && !field.words().isEmpty();
        return words ? field.words().keySet().stream().min(Integer::compare).orElseThrow() : empty();
    }
}
