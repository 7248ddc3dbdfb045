// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rtsock.api.message.MessageType;

/// What a message type is and which fields its payload has, in order. It travels as the payload of a DESCRIBE frame.
///
/// ```
///   U16 number   TEXT name   TEXT word   U16 rank   U32 flag   fields
///   fields:  U16 count, then each: TEXT name, U8 kind, U8 bits (1 key, 2 optional),
///            for ENUM:  U16 count, then each: U8 number, TEXT word
///            for LIST:  fields of an element
/// ```
public record TypeDescriptor(MessageType type, List<Field> fields) {
    private static final int MAX_DEPTH = 4;
    private static final int KEY = 1;
    private static final int OPTIONAL = 2;

    public TypeDescriptor {
        fields = List.copyOf(fields);
    }

    public void write(FieldWriter out) {
        out.u16(type.number()).text(type.name()).text(type.word()).u16(type.rank()).u32(type.flag());
        write(out, fields);
    }

    private static void write(FieldWriter out, List<Field> fields) {
        out.u16(fields.size());
        for (Field field : fields) {
            out.text(field.name()).u8(field.kind().number()).u8((field.key() ? KEY : 0) | (field.optional() ? OPTIONAL : 0));
            if (field.kind() == FieldKind.ENUM) {
                out.u16(field.words().size());
                new TreeMap<>(field.words()).forEach((number, word) -> out.u8(number).text(word));
            } else if (field.kind() == FieldKind.LIST) {
                write(out, field.elements());
            }
        }
    }

    /// @throws org.rtsock.api.RoutingException EINVAL when the bytes are not a descriptor
    public static TypeDescriptor read(FieldReader in) {
        int number = in.u16();
        String name = in.text();
        String word = in.text();
        in.require(word.matches("[a-z][a-z0-9]*"), "message type word '" + word + "' is not lower-case letters and digits");
        MessageType type = new MessageType(number, name, word, in.u16(), (int) in.u32());
        return new TypeDescriptor(type, readFields(in, 0));
    }

    private static List<Field> readFields(FieldReader in, int depth) {
        int count = in.u16();
        in.require(depth < MAX_DEPTH, "descriptor nests deeper than " + MAX_DEPTH);
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.text();
            FieldKind kind = FieldKind.of(in.u8());
            int bits = in.u8();
            Map<Integer, String> words = new HashMap<>();
            List<Field> elements = List.of();
            if (kind == FieldKind.ENUM) {
                for (int n = in.u16(); n > 0; n--) {
                    words.put(in.u8(), in.text());
                }
            } else if (kind == FieldKind.LIST) {
                elements = readFields(in, depth + 1);
            }
            fields.add(new Field(name, kind, (bits & KEY) != 0, (bits & OPTIONAL) != 0, words, elements));
        }
        return fields;
    }
}
