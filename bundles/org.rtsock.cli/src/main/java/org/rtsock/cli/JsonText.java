// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.Answer;
import org.rtsock.client.FieldValues;
import org.rtsock.client.StreamMessage;

/// JSON for programs, each text on one line. What happened is an event: an object under its type's word, beside what happened to it.
/// What is, is the bare object. A list whose elements have one field is a list of bare values.
final class JsonText implements EventPrinter {
    private final JsonGenerator json;
    private final @Nullable LongSupplier clock;

    JsonText(Writer out) throws IOException {
        this(out, null);
    }

    /// @param clock nanoseconds since the start of a recording, of which each event tells the time; null for no recording
    JsonText(Writer out, @Nullable LongSupplier clock) throws IOException {
        this.clock = clock;
        json = new JsonFactoryBuilder()
                .rootValueSeparator("")
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build()
                .createGenerator(out);
    }

    @Override
    public void print(StreamMessage message) throws IOException {
        json.writeStartObject();
        time();
        switch (message) {
            case StreamMessage.Event event -> {
                head(event.type(), event.operation(), event.object());
                position(event);
                cause(event.cause());
                json.writeFieldName(event.type().type().word());
                values(event.object());
            }
            case StreamMessage.Reset reset -> {
                names(reset.type().type().name(), Operation.RESET.name());
                position(reset);
            }
            case StreamMessage.Mark mark -> {
                names("NOP", Operation.MARK.name());
                position(mark);
                json.writeBooleanField("snapshot", mark.snapshot());
            }
            case StreamMessage.Notice notice -> notice(notice);
            case StreamMessage.Desync desync -> {
                names("NOP", Operation.DESYNC.name());
                json.writeNumberField("lost", desync.lost());
            }
        }
        json.writeEndObject();
        endLine();
    }

    /// Seconds, to the microsecond.
    private void time() throws IOException {
        if (clock != null) {
            long micros = TimeUnit.NANOSECONDS.toMicros(clock.getAsLong());
            json.writeFieldName("time");
            json.writeNumber(micros / 1_000_000 + "." + Long.toString(micros % 1_000_000 + 1_000_000).substring(1));
        }
    }

    private void notice(StreamMessage.Notice notice) throws IOException {
        names(notice.type().type().name(), EventPrinter.operation(notice));
        if (notice.errno() != null) {
            json.writeStringField("errno", notice.errno().name());
        }
        json.writeNumberField("table", notice.table());
        json.writeStringField("destination", notice.destination().toString());
        cause(notice.cause());
        if (notice.object() != null) {
            json.writeFieldName(notice.type().type().word());
            values(notice.object());
        }
    }

    /// What a write has done: an event without epoch and cause.
    void printDone(Operation operation, Answer answer) throws IOException {
        json.writeStartObject();
        head(answer.type(), operation, answer.object());
        json.writeNumberField("version", answer.version());
        json.writeFieldName(answer.type().type().word());
        values(answer.object());
        json.writeEndObject();
        endLine();
    }

    void print(FieldValues object) throws IOException {
        values(object);
        endLine();
    }

    void print(List<FieldValues> objects) throws IOException {
        elements(objects);
        endLine();
    }

    void printRows(List<Map<String, Object>> rows) throws IOException {
        json.writeStartArray();
        for (Map<String, Object> row : rows) {
            row(row);
        }
        json.writeEndArray();
        endLine();
    }

    void printRow(Map<String, Object> row) throws IOException {
        row(row);
        endLine();
    }

    private void row(Map<String, Object> row) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Object> cell : row.entrySet()) {
            json.writeFieldName(cell.getKey());
            value(cell.getValue());
        }
        json.writeEndObject();
    }

    void printTypes(List<TypeDescriptor> types) throws IOException {
        json.writeStartArray();
        for (TypeDescriptor descriptor : types) {
            json.writeStartObject();
            json.writeNumberField("number", descriptor.type().number());
            json.writeStringField("name", descriptor.type().name());
            json.writeStringField("word", descriptor.type().word());
            json.writeNumberField("rank", descriptor.type().rank());
            fields("fields", descriptor.fields());
            json.writeEndObject();
        }
        json.writeEndArray();
        endLine();
    }

    private void head(TypeDescriptor type, Operation operation, FieldValues object) throws IOException {
        names(type.type().name(), operation.name());
        json.writeStringField("key", object.key());
    }

    private void names(String type, String operation) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("op", operation);
    }

    private void position(StreamMessage.OfCut message) throws IOException {
        json.writeNumberField("epoch", message.epoch());
        json.writeNumberField("version", message.version());
    }

    private void cause(Cause cause) throws IOException {
        if (cause.origin().equals("?")) {
            return;
        }
        json.writeObjectFieldStart("cause");
        json.writeStringField("origin", cause.origin());
        if (cause instanceof Cause.Request request) {
            json.writeNumberField("pid", Integer.toUnsignedLong(request.pid()));
            json.writeNumberField("seq", Integer.toUnsignedLong(request.seq()));
        }
        json.writeEndObject();
    }

    private void values(FieldValues object) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < object.fields().size(); i++) {
            Object value = object.get(i);
            if (value != null) {
                json.writeFieldName(object.fields().get(i).name());
                value(value);
            }
        }
        json.writeEndObject();
    }

    private void elements(List<?> elements) throws IOException {
        json.writeStartArray();
        for (Object element : elements) {
            value(element instanceof FieldValues object && object.fields().size() == 1 ? object.get(0) : element);
        }
        json.writeEndArray();
    }

    private void value(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number when number >= 0 -> json.writeNumber(number);
            case Long beyondSigned -> json.writeNumber(Long.toUnsignedString(beyondSigned));
            case Boolean flag -> json.writeBoolean(flag);
            case FieldValues object -> values(object);
            case List<?> elements -> elements(elements);
            default -> json.writeString(value.toString());
        }
    }

    private void fields(String name, List<Field> fields) throws IOException {
        json.writeArrayFieldStart(name);
        for (Field field : fields) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeStringField("kind", field.kind().name());
            json.writeBooleanField("key", field.key());
            json.writeBooleanField("optional", field.optional());
            if (!field.words().isEmpty()) {
                json.writeObjectFieldStart("words");
                for (Map.Entry<Integer, String> word : new TreeMap<>(field.words()).entrySet()) {
                    json.writeStringField(word.getKey().toString(), word.getValue());
                }
                json.writeEndObject();
            }
            if (!field.elements().isEmpty()) {
                fields("elements", field.elements());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void endLine() throws IOException {
        json.writeRaw('\n');
        json.flush();
    }
}
