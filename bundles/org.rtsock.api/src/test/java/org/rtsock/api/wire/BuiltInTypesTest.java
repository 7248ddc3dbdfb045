// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables of the built-in types in `docs/wire-format.md` are what the codecs say.
class BuiltInTypesTest {
    private static final Path DOCUMENT = Path.of("../../docs/wire-format.md");

    private static final List<TypeDescriptor> TYPES = List.<ObjectCodec<?>>of(
                    new IfdCodec(), new IflCodec(), new IffCodec(), new IfaCodec(), new RtTableCodec(), new RouteCodec(), new RedirectCodec(),
                    new RtStatsCodec())
            .stream()
            .map(ObjectCodec::descriptor)
            .sorted(Comparator.comparing(descriptor -> descriptor.type().rank()))
            .toList();

    @Test
    void documentHasEachFieldOfEachType() throws IOException {
        String table = TYPES.stream().map(BuiltInTypesTest::row).collect(Collectors.joining("\n", "", "\n"));
        expect("| number | type | word | flag | rank | fields in their order |\n|---|---|---|---|---|---|\n" + table);
    }

    @Test
    void documentHasEachNameOfEachEnum() throws IOException {
        Map<String, List<String>> where = new LinkedHashMap<>();
        for (TypeDescriptor descriptor : TYPES) {
            collect(descriptor.type().name(), descriptor.fields(), where);
        }
        String table = where.entrySet().stream()
                .map(entry -> "| " + entry.getValue().stream().distinct().collect(Collectors.joining(", ")) + " | " + entry.getKey() + " |")
                .collect(Collectors.joining("\n", "", "\n"));
        expect("| ENUM | numbers and names |\n|---|---|\n" + table);
    }

    private static void expect(String text) throws IOException {
        assertTrue(Files.readString(DOCUMENT).contains(text), () -> DOCUMENT + " does not have\n" + text);
    }

    private static String row(TypeDescriptor descriptor) {
        return "| " + descriptor.type().number() + " | " + descriptor.type().name() + " | `" + descriptor.type().word() + "` | 0x"
                + Integer.toHexString(descriptor.type().flag()) + " | " + descriptor.type().rank() + " | " + text(descriptor.fields()) + " |";
    }

    private static String text(List<Field> fields) {
        return fields.stream().map(BuiltInTypesTest::text).collect(Collectors.joining(", "));
    }

    private static String text(Field field) {
        String name = field.key() ? "**" + field.name() + "**" : field.name();
        String elements = field.kind() == FieldKind.LIST ? " of (" + text(field.elements()) + ")" : "";
        return name + (field.optional() ? "? " : " ") + field.kind() + elements;
    }

    private static void collect(String owner, List<Field> fields, Map<String, List<String>> where) {
        for (Field field : fields) {
            if (field.kind() == FieldKind.ENUM) {
                String words = new TreeMap<>(field.words())
                        .entrySet().stream().map(word -> word.getKey() + " " + word.getValue()).collect(Collectors.joining(", "));
                where.computeIfAbsent(words, _ -> new ArrayList<>()).add(owner + " " + field.name());
            }
            collect(owner, field.elements(), where);
        }
    }
}
