// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.FieldValues;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rtsock show`: what is there now. Objects are a dump.
@Command(
        name = "show",
        description = "Prints what is there now.",
        footer = {
            "",
            "JSON: an array of the objects, in the order of their keys.",
            "",
            "Examples:",
            "  rtsock show ifd                                          interfaces",
            "  rtsock show route --table main --protocol bgp            routes of a protocol",
            "  rtsock show listeners --json | jq '.[].lag'              how far listeners are behind",
            "  rtsock show features                                     what the appliance is made of"
        })
final class ShowCommand implements Callable<Integer> {
    private static final Set<String> BUILT_IN = Set.of("ifd", "ifl", "iff", "ifa", "rttable", "route", "redirect", "rtstats");

    /// How often a dump is asked for anew when it went on for so long that its records were taken away.
    private static final int ATTEMPTS = 5;

    private final Rtsock rtsock;

    @Parameters(
            paramLabel = "WHAT",
            completionCandidates = Candidates.Shown.class,
            description = {
                "ifd, ifl, iff, ifa, rttable, route, redirect, rtstats or the word of a plug-in's type;",
                "or types, listeners, features, stats."
            })
    private String what = "";

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--json", description = "A JSON array.")
    private boolean json;

    ShowCommand(Rtsock rtsock) {
        this.rtsock = rtsock;
    }

    @Override
    public Integer call() throws IOException {
        Filter wanted = filter.filter(null);
        try (RtsockConnection connection = rtsock.connect()) {
            switch (what) {
                case "types" -> showTypes(connection.describe());
                case "listeners", "stats" -> showRows(connection.info(what));
                case "features" -> showFeatures(connection.info(what));
                default -> {
                    TypeDescriptor type = find(connection.describe());
                    AsyncMode mode = new AsyncMode(0, Set.of(what), wanted, null);
                    showObjects(type, dump(connection, mode));
                }
            }
        }
        return Rtsock.DONE;
    }

    private TypeDescriptor find(List<TypeDescriptor> types) {
        List<String> words = new ArrayList<>();
        for (TypeDescriptor type : types) {
            if (type.type().word().equals(what)) {
                return type;
            }
            words.add(type.type().word());
        }
        if (BUILT_IN.contains(what)) {
            throw new RoutingException(Errno.ESRCH, "type '" + what + "' has no reporter in this appliance now");
        }
        throw new UsageException("'" + what + "' is none of " + String.join(", ", words) + ", types, listeners, features, stats");
    }

    private static List<FieldValues> dump(RtsockConnection connection, AsyncMode mode) throws IOException {
        List<FieldValues> objects = new ArrayList<>();
        for (int attempt = 1; ; attempt++) {
            try {
                connection.dump(mode, message -> {
                    if (message instanceof StreamMessage.Event event) {
                        objects.add(event.object());
                    }
                });
                objects.sort(FieldValues::compareKeyTo);
                return objects;
            } catch (RoutingException e) {
                if (e.errno() != Errno.ESTALE || attempt == ATTEMPTS) {
                    throw e;
                }
                // What was given without a mark is void.
                objects.clear();
            }
        }
    }

    private void showObjects(TypeDescriptor type, List<FieldValues> objects) throws IOException {
        if (json) {
            new JsonText(rtsock.out()).print(objects);
            return;
        }
        List<Field> fields = type.fields();
        List<String> names = new ArrayList<>();
        for (Field field : fields) {
            names.add(field.name());
        }
        TextTable table = new TextTable(names);
        for (int i = 0; i < fields.size(); i++) {
            if (Set.of(FieldKind.U8, FieldKind.U16, FieldKind.U32, FieldKind.U64).contains(fields.get(i).kind())) {
                table.alignRight(i);
            }
        }
        for (FieldValues object : objects) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                cells.add(ObjectText.column(type, object, i));
            }
            table.add(cells);
        }
        table.print(rtsock.out(), rtsock.paint());
    }

    private void showRows(List<Map<String, Object>> rows) throws IOException {
        if (json) {
            new JsonText(rtsock.out()).printRows(rows);
            return;
        }
        Set<String> columns = new LinkedHashSet<>();
        for (Map<String, Object> row : rows) {
            columns.addAll(row.keySet());
        }
        List<String> names = List.copyOf(columns);
        TextTable table = new TextTable(names);
        for (Map<String, Object> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                Object value = row.get(names.get(i));
                cells.add(ObjectText.value(value));
                if (value instanceof Long) {
                    table.alignRight(i);
                }
            }
            table.add(cells);
        }
        table.print(rtsock.out(), rtsock.paint());
    }

    /// For people the names of bundles are a number; who wants them asks for JSON.
    private void showFeatures(List<Map<String, Object>> rows) throws IOException {
        List<Map<String, Object>> counted = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            Map<String, Object> shown = new LinkedHashMap<>(row);
            shown.computeIfPresent("bundles", (_, bundles) -> bundles instanceof List<?> names ? (Object) (long) names.size() : bundles);
            counted.add(shown);
        }
        showRows(json ? rows : counted);
    }

    private void showTypes(List<TypeDescriptor> types) throws IOException {
        if (json) {
            new JsonText(rtsock.out()).printTypes(types);
            return;
        }
        TextTable table = new TextTable(List.of("number", "name", "word", "rank", "fields"));
        table.alignRight(0);
        table.alignRight(3);
        for (TypeDescriptor type : types) {
            List<String> names = new ArrayList<>();
            for (Field field : type.fields()) {
                names.add(field.name());
            }
            table.add(List.of(
                    Integer.toString(type.type().number()),
                    type.type().name(),
                    type.type().word(),
                    Integer.toString(type.type().rank()),
                    String.join(" ", names)));
        }
        table.print(rtsock.out(), rtsock.paint());
    }
}
