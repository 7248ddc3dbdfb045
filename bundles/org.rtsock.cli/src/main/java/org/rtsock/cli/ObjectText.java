// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.FieldValues;

/// Objects on one line for people: the key, then what else there is by name. Routes read as in `ip route`; counters that never counted are
/// left out.
final class ObjectText {
    private ObjectText() {}

    static String of(TypeDescriptor type, FieldValues object) {
        int number = type.type().number();
        return number == MessageType.ROUTE.number() ? route(object) : generic(object, number == MessageType.RTSTATS.number());
    }

    private static String generic(FieldValues object, boolean withoutZeros) {
        StringBuilder line = new StringBuilder(object.key());
        for (int i = 0; i < object.fields().size(); i++) {
            Field field = object.fields().get(i);
            boolean untold = withoutZeros && Long.valueOf(0).equals(object.get(i));
            if (!field.key() && !untold) {
                member(line, field.name(), object.get(i));
            }
        }
        return line.toString();
    }

    private static String route(FieldValues route) {
        StringBuilder line = new StringBuilder();
        if (!"unicast".equals(route.get("type"))) {
            word(line, value(route.get("type")));
        }
        word(line, value(route.get("prefix")));
        if (route.get("nexthops") instanceof List<?> nexthops) {
            word(line, nexthops(nexthops));
        }
        for (String name : List.of("table", "priority", "tos", "source", "instance", "protocol")) {
            Object value = route.get(name);
            // As in ip route, priority 0 goes without saying.
            if (!Long.valueOf(0).equals(value)) {
                member(line, name, value);
            }
        }
        word(line, value(route.get("state")));
        word(line, value(route.get("errno")));
        if (route.get("metrics") instanceof List<?> metrics) {
            word(line, metrics(metrics));
        }
        if (route.get("flags") instanceof List<?> flags) {
            word(line, list(flags, " "));
        }
        return line.toString();
    }

    /// `mtu lock 1400`, as in ip route.
    private static String metrics(List<?> metrics) {
        StringBuilder line = new StringBuilder();
        for (Object element : metrics) {
            if (element instanceof FieldValues metric) {
                word(line, value(metric.get("metric")));
                word(line, Boolean.TRUE.equals(metric.get("locked")) ? "lock" : "");
                word(line, value(metric.get("value")));
            }
        }
        return line.toString();
    }

    private static String nexthops(List<?> nexthops) {
        StringBuilder line = new StringBuilder();
        for (Object element : nexthops) {
            if (element instanceof FieldValues nexthop) {
                word(line, nexthops.size() > 1 ? "nexthop" : "");
                member(line, "via", nexthop.get("gateway"));
                Object name = nexthop.get("ifname");
                member(line, "dev", "".equals(name) ? nexthop.get("ifl") : name);
                if (nexthops.size() > 1) {
                    member(line, "weight", nexthop.get("weight"));
                }
            }
        }
        return line.toString();
    }

    private static void member(StringBuilder line, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Boolean flag -> word(line, (flag ? "" : "!") + name);
            default -> {
                String text = value(value);
                if (!text.isEmpty()) {
                    word(line, name);
                    word(line, text);
                }
            }
        }
    }

    private static void word(StringBuilder line, String word) {
        line.append(line.isEmpty() || word.isEmpty() ? "" : " ").append(word);
    }

    /// A value as it stands in a line or a column; empty for none.
    static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Boolean flag -> flag ? "yes" : "no";
            case List<?> elements -> list(elements, ", ");
            default -> FieldValues.text(value);
        };
    }

    private static String list(List<?> elements, String separator) {
        StringBuilder text = new StringBuilder();
        for (Object element : elements) {
            text.append(text.isEmpty() ? "" : separator).append(element instanceof FieldValues object ? element(object) : element);
        }
        return text.toString();
    }

    /// An element of a list; of one with a single field, the bare value.
    private static String element(FieldValues object) {
        return object.fields().size() == 1 ? value(object.get(0)) : generic(object, false).strip();
    }

    /// The value of a field as it stands in a column.
    static String column(TypeDescriptor type, FieldValues object, int index) {
        if (type.type().number() == MessageType.ROUTE.number() && object.get(index) instanceof List<?> list) {
            switch (object.fields().get(index).name()) {
                case "nexthops" -> {
                    return nexthops(list);
                }
                case "metrics" -> {
                    return metrics(list);
                }
                default -> {
                    return list(list, " ");
                }
            }
        }
        return value(object.get(index));
    }
}
