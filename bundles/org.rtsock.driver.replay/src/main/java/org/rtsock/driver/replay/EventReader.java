// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.FieldWriter;

/// Reads lines of a recording. One thread.
///
/// Members may stand in any order. Those that only a recorder knows (key, epoch, version, cause) are looked over, not relied upon: the
/// kernel core gives its own.
final class EventReader {
    /// Types whose objects follow from others, by name, and their words: counters from routes, redirects from the routes that they made.
    private static final Map<String, String> DERIVED = Map.of(
            MessageType.RTSTATS.name(), MessageType.RTSTATS.word(), MessageType.REDIRECT.name(), MessageType.REDIRECT.word());
    /// What changed nothing that a listener holds.
    private static final Set<String> NOTICES = Set.of("MISS", "RESOLVE", "LOSING", "REFUSED", "DESYNC");
    private static final double MAX_SECONDS = 1e9;

    private final ReportedTypes types;
    private final long patienceMillis;
    private final JsonFactory json =
            JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
    private final FieldWriter payload = new FieldWriter();

    /// @param patienceMillis how long to wait for the reporter of a type
    EventReader(ReportedTypes types, long patienceMillis) {
        this.types = types;
        this.patienceMillis = patienceMillis;
    }

    /// Reads a line.
    ///
    /// @throws RoutingException naming field and value of what is wrong with it
    Event read(byte[] line, int length) throws StoppedException {
        try (JsonParser parser = json.createParser(line, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.of("the line is not a JSON object");
            }
            Line members = new Line();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (!members.take(name, parser)) {
                    object(members, name, parser, line, length);
                }
            }
            if (parser.nextToken() != null) {
                throw Refusal.of("more than one JSON object on the line");
            }
            return event(members);
        } catch (JsonProcessingException e) {
            throw Refusal.of("not JSON: " + Refusal.shown(String.valueOf(e.getOriginalMessage())));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    /// Whether a line is whole, whatever it says.
    boolean isJson(byte[] line, int length) {
        try (JsonParser parser = json.createParser(line, 0, length)) {
            while (parser.nextToken() != null) {
                // What it is made of is looked at when it is read.
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// The object stands under the word of its type.
    private void object(Line members, String name, JsonParser parser, byte[] line, int length) throws IOException, StoppedException {
        String type = members.type != null ? members.type : findType(line, length);
        String derived = type.equals(MessageType.NOP.name()) ? "" : DERIVED.get(type);
        ObjectForm form = derived != null ? null : types.await(type, patienceMillis);
        String word = form != null ? form.type().word() : derived;
        if (!name.equals(word) || parser.currentToken() != JsonToken.START_OBJECT) {
            throw Refusal.of("'" + Refusal.shown(name) + "' is not a member of an event of type '" + Refusal.shown(type) + "'");
        }
        if (members.object) {
            throw Refusal.of("'" + name + "' stands twice");
        }
        members.object = true;
        if (form == null) {
            parser.skipChildren();
        } else {
            members.form = form;
            members.values = form.read(parser);
        }
    }

    /// The type of a line whose object stands before its type.
    private String findType(byte[] line, int length) throws IOException {
        try (JsonParser parser = json.createParser(line, 0, length)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean found = parser.currentName().equals("type");
                JsonToken value = parser.nextToken();
                if (found && value == JsonToken.VALUE_STRING) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
        }
        throw Refusal.of("'type' is missing");
    }

    private Event event(Line members) throws StoppedException {
        String type = Line.required("type", members.type);
        String op = Line.required("op", members.op);
        boolean ofKernel = type.equals(MessageType.NOP.name());
        if (op.equals("MARK") && ofKernel && !members.object) {
            return new Event.Mark(members.time);
        }
        if (NOTICES.contains(op) && ofKernel == op.equals("DESYNC") && !(ofKernel && members.object)) {
            return new Event.Passed(members.time);
        }
        boolean change = op.equals("ADD") || op.equals("CHANGE") || op.equals("DELETE");
        if (ofKernel || !change && !op.equals("RESET") || !change && members.object) {
            throw Refusal.of("'" + Refusal.shown(op) + "' is not an operation on '" + Refusal.shown(type) + "' of this form");
        }
        if (change && !members.object) {
            throw Refusal.of("the object is missing");
        }
        if (DERIVED.containsKey(type)) {
            return new Event.Passed(members.time);
        }
        if (!change) {
            return new Event.Reset(members.time, types.await(type, patienceMillis));
        }
        return change(members, op.equals("DELETE"));
    }

    private Event change(Line members, boolean deleted) {
        ObjectForm form = Line.required("the object", members.form);
        try {
            form.write(Line.required("the object", members.values), deleted, payload);
        } catch (RoutingException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw Refusal.of("the codec of type " + form.type().name() + " failed: " + e);
        }
        return new Event.Change(members.time, deleted, form, payload);
    }

    /// The members of a line as they come.
    private static final class Line {
        private @Nullable String type;
        private @Nullable String op;
        private long time = Event.UNTIMED;
        private @Nullable ObjectForm form;
        private @Nullable Object @Nullable [] values;
        private boolean object;

        /// Takes a member that every event may have.
        ///
        /// @return false when it is none of these
        boolean take(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "type" -> type = once(name, type, text(name, parser));
                case "op" -> op = once(name, op, text(name, parser));
                case "time" -> time = once(name, time == Event.UNTIMED ? null : time, micros(parser));
                case "key", "errno", "destination" -> text(name, parser);
                case "epoch", "version", "lost", "table" -> expect(name, parser, JsonToken.VALUE_NUMBER_INT, "a number");
                case "snapshot" -> {
                    if (!parser.currentToken().isBoolean()) {
                        throw wrong(name, parser, "true or false");
                    }
                }
                case "cause" -> {
                    expect(name, parser, JsonToken.START_OBJECT, "an object");
                    parser.skipChildren();
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static long micros(JsonParser parser) throws IOException {
            double seconds = parser.currentToken().isNumeric() ? parser.getDoubleValue() : -1;
            if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
                throw wrong("time", parser, "0 to 1000000000 seconds");
            }
            return Math.round(seconds * 1e6);
        }

        private static String text(String name, JsonParser parser) throws IOException {
            expect(name, parser, JsonToken.VALUE_STRING, "a text");
            return parser.getText();
        }

        private static void expect(String name, JsonParser parser, JsonToken token, String what) throws IOException {
            if (parser.currentToken() != token) {
                throw wrong(name, parser, what);
            }
        }

        private static RoutingException wrong(String name, JsonParser parser, String what) throws IOException {
            return Refusal.of("'" + name + "' is " + Refusal.shown(parser.getText()) + ", not " + what);
        }

        private static <T> T once(String name, @Nullable T before, T value) {
            if (before != null) {
                throw Refusal.of("'" + name + "' stands twice");
            }
            return value;
        }

        static <T> T required(String name, @Nullable T value) {
            if (value == null) {
                throw Refusal.of("'" + name + "' is missing");
            }
            return value;
        }
    }
}
