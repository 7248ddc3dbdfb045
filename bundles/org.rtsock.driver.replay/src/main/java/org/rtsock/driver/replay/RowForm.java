// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldWriter;

/// How a row of fields stands in JSON: an object with a member a field, in any order. Immutable.
final class RowForm {
    private final List<FieldForm> fields;
    private final String word;
    /// What a person may leave out, by field; null for nothing.
    private final @Nullable Object[] omitted;

    /// @param path type and field names, joined by dots
    /// @param word what refusals call it
    RowForm(List<Field> fields, String path, String word) {
        this.fields = fields.stream().map(field -> new FieldForm(field, path + "." + field.name())).toList();
        this.word = word;
        omitted = new @Nullable Object[fields.size()];
        for (int i = 0; i < omitted.length; i++) {
            Field field = fields.get(i);
            omitted[i] = field.optional() ? this.fields.get(i).empty() : Omissions.of(path + "." + field.name());
        }
    }

    boolean isSingle() {
        return fields.size() == 1;
    }

    FieldForm only() {
        return fields.getFirst();
    }

    /// Reads the object at whose start the parser stands.
    ///
    /// @return values by field; null for those that are not there
    /// @throws RoutingException EINVAL naming field and value
    @Nullable Object[] read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw Refusal.of("'" + word + "' is not an object");
        }
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            int index = index(name);
            if (values[index] != null) {
                throw Refusal.of("'" + name + "' of " + word + " stands twice");
            }
            json.nextToken();
            values[index] = fields.get(index).read(json);
        }
        return values;
    }

    private int index(String name) {
        for (int i = 0; i < omitted.length; i++) {
            if (fields.get(i).field().name().equals(name)) {
                return i;
            }
        }
        throw Refusal.of("'" + Refusal.shown(name) + "' is not a field of " + word);
    }

    /// Writes the values that were read.
    ///
    /// @param keyOnly whether only fields of the key matter
    /// @throws RoutingException EINVAL naming a field that is missing, EMSGSIZE
    void write(@Nullable Object[] values, boolean keyOnly, FieldWriter out) {
        for (int i = 0; i < values.length; i++) {
            FieldForm form = fields.get(i);
            Object value = values[i] != null ? values[i] : omitted[i] != null ? omitted[i] : family(form, values);
            if (value == null && keyOnly && !form.field().key()) {
                value = form.any();
            }
            if (value == null) {
                throw Refusal.of("'" + form.field().name() + "' of " + word + " is missing");
            }
            form.write(value, out);
        }
    }

    /// A family need not be said where an address tells it.
    private static @Nullable Integer family(FieldForm form, @Nullable Object[] values) {
        if (form.field().kind() == FieldKind.ENUM && form.field().name().equals("family")) {
            for (Object value : values) {
                if (value instanceof IpAddress address) {
                    return address.family().number();
                }
                if (value instanceof Prefix prefix) {
                    return prefix.family().number();
                }
            }
        }
        return null;
    }
}
