// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldReader;

/// The values of a row of fields, as a descriptor told how to read them: an object, or an element of a list in one. Immutable.
///
/// | kind | value |
/// |---|---|
/// | U8, U16, U32, U64 | `Long`; only a U64 can be negative, it then is the unsigned number with the same bits |
/// | BOOL | `Boolean` |
/// | TEXT, ENUM | `String`; a number without a name is its digits |
/// | MAC, ADDRESS, PREFIX | [MacAddress], [IpAddress], [Prefix]; an empty `String` where there is none |
/// | LIST | `List` of `FieldValues` |
///
/// The value of an optional field that is zero, empty or absent is null.
public final class FieldValues {
    private final List<Field> fields;
    private final @Nullable Object[] values;

    private FieldValues(List<Field> fields, @Nullable Object[] values) {
        this.fields = fields;
        this.values = values;
    }

    /// Reads a row of fields to the end of a payload. Optional fields at the end may be missing, and what a later version may have appended
    /// is left.
    ///
    /// @throws RoutingException EINVAL when the bytes are not that
    public static FieldValues read(List<Field> fields, FieldReader in) {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            boolean missing = in.remaining() == 0 && fields.get(i).optional();
            values[i] = missing ? null : read(fields.get(i), in);
        }
        return new FieldValues(fields, values);
    }

    /// An element of a list, which always is whole.
    private static FieldValues element(List<Field> fields, FieldReader in) {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(fields.get(i), in);
        }
        return new FieldValues(fields, values);
    }

    private static @Nullable Object read(Field field, FieldReader in) {
        return switch (field.kind()) {
            case U8 -> number(field, in.u8());
            case U16 -> number(field, in.u16());
            case U32 -> number(field, in.u32());
            case U64 -> number(field, in.u64());
            case BOOL -> {
                boolean value = in.bool();
                yield field.optional() && !value ? null : value;
            }
            case TEXT -> textual(field, in.text());
            case ENUM -> {
                int number = in.u8();
                String word = field.words().get(number);
                yield field.optional() && number == 0 ? null : word != null ? word : Integer.toString(number);
            }
            case MAC -> {
                MacAddress mac = in.mac();
                yield mac.length() == 0 ? textual(field, "") : mac;
            }
            case ADDRESS -> {
                IpAddress address = in.address();
                yield address == null ? textual(field, "") : address;
            }
            case PREFIX -> {
                Prefix prefix = in.prefix();
                yield prefix == null ? textual(field, "") : prefix;
            }
            case LIST -> {
                List<FieldValues> elements = list(field, in);
                yield field.optional() && elements.isEmpty() ? null : elements;
            }
        };
    }

    private static @Nullable Long number(Field field, long value) {
        return field.optional() && value == 0 ? null : value;
    }

    private static @Nullable String textual(Field field, String value) {
        return field.optional() && value.isEmpty() ? null : value;
    }

    private static List<FieldValues> list(Field field, FieldReader in) {
        int count = in.u16();
        // A hostile count must not reserve memory that its bytes do not back: grow as elements are read.
        List<FieldValues> elements = new ArrayList<>(Math.min(count, 8));
        for (int i = 0; i < count; i++) {
            elements.add(element(field.elements(), in));
        }
        return List.copyOf(elements);
    }

    /// The fields, in the order of the descriptor.
    public List<Field> fields() {
        return fields;
    }

    /// The value of the field at an index of [#fields()].
    public @Nullable Object get(int index) {
        return values[index];
    }

    /// The value of a field; null also when there is no such field.
    public @Nullable Object get(String name) {
        for (int i = 0; i < values.length; i++) {
            if (fields.get(i).name().equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /// What tells the object from the others of its type, as text: the values of the key fields joined by spaces; optional ones only when
    /// they are set, as `name=value`.
    public String key() {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            Field field = fields.get(i);
            Object value = values[i];
            if (field.key() && value != null) {
                key.append(key.isEmpty() ? "" : " ");
                key.append(field.optional() ? field.name() + "=" : "").append(text(value));
            }
        }
        return key.toString();
    }

    /// Order by the key fields, for objects of one type: numbers and addresses by value, text by character, what is not set first.
    public int compareKeyTo(FieldValues other) {
        int order = 0;
        for (int i = 0; i < values.length && order == 0; i++) {
            if (fields.get(i).key()) {
                order = compare(values[i], other.values[i]);
            }
        }
        return order;
    }

    private static int compare(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        if (one instanceof Long a && other instanceof Long b) {
            return Long.compareUnsigned(a, b);
        }
        if (one instanceof IpAddress a && other instanceof IpAddress b) {
            return a.compareTo(b);
        }
        if (one instanceof Prefix a && other instanceof Prefix b) {
            return a.compareTo(b);
        }
        return text(one).compareTo(text(other));
    }

    /// A value as text; numbers unsigned.
    public static String text(Object value) {
        return value instanceof Long number ? Long.toUnsignedString(number) : value.toString();
    }

    /// Whether it has the same fields with the same values.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldValues that && Arrays.equals(values, that.values) && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /// Names and values, for people who look for a fault.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(fields.get(i).name()).append('=').append(values[i]);
        }
        return text.append('}').toString();
    }
}
