// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldWriter;

/// A row in a reply to INFO: named values that carry their kinds with them.
///
/// ```
///   U16 count, then each: TEXT name, U8 kind (U64, TEXT, or LIST of TEXT), the value
/// ```
final class InfoRow {
    private final List<Consumer<FieldWriter>> values = new ArrayList<>();

    InfoRow number(String name, long value) {
        values.add(out -> out.text(name).u8(FieldKind.U64.number()).u64(value));
        return this;
    }

    InfoRow text(String name, String value) {
        values.add(out -> out.text(name).u8(FieldKind.TEXT.number()).text(value));
        return this;
    }

    InfoRow texts(String name, List<String> list) {
        values.add(out -> {
            out.text(name).u8(FieldKind.LIST.number()).u16(list.size());
            list.forEach(out::text);
        });
        return this;
    }

    void write(FieldWriter out) {
        out.u16(values.size());
        values.forEach(value -> value.accept(out));
    }
}
