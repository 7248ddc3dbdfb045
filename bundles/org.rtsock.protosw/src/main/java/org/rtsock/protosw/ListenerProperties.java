// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Filter;

/// Reads the asynchronous mode out of the properties of a listener service. Numbers may come as text, and several words as one with commas
/// between: the `.cfg` files in which people configure components know nothing else.
final class ListenerProperties {
    private final Map<String, Object> properties;

    ListenerProperties(Map<String, Object> properties) {
        this.properties = properties;
    }

    /// @throws RoutingException EINVAL naming property and value
    AsyncMode mode() {
        Integer flags = number(RoutingListener.FLAGS);
        Set<String> words = words();
        if ((flags == null || flags == 0) && words.isEmpty()) {
            throw new RoutingException(
                    Errno.EINVAL, "neither " + RoutingListener.FLAGS + " nor " + RoutingListener.TYPES + " names a type");
        }
        return new AsyncMode(flags == null ? 0 : flags, words, filter(), null);
    }

    /// What to call the service in the log: its component, else its number.
    String describe() {
        Object component = properties.get("component.name");
        return component != null ? component.toString() : "service " + properties.get("service.id");
    }

    private Filter filter() {
        return new Filter(table(), family(), prefix(), protocols(), priority());
    }

    private int table() {
        Integer table = number(RoutingListener.TABLE);
        if (table != null && table == 0) {
            throw bad(RoutingListener.TABLE, table, "is not 1 to 4294967295");
        }
        return table == null ? 0 : table;
    }

    private @Nullable Family family() {
        String word = text(RoutingListener.FAMILY);
        try {
            return word == null ? null : Family.ofWord(word);
        } catch (RoutingException e) {
            throw bad(RoutingListener.FAMILY, word, "is neither inet nor inet6");
        }
    }

    private @Nullable Prefix prefix() {
        String prefix = text(RoutingListener.PREFIX);
        try {
            return prefix == null ? null : Prefix.parse(prefix);
        } catch (RoutingException e) {
            throw bad(RoutingListener.PREFIX, prefix, "is no prefix: " + e.getMessage());
        }
    }

    private Set<Integer> protocols() {
        Set<Integer> protocols = new TreeSet<>();
        for (Object given : several(RoutingListener.PROTOCOLS)) {
            protocols.add(protocol(given));
        }
        return protocols;
    }

    private static int protocol(Object given) {
        for (Map.Entry<Integer, String> known : RouteProtocol.WORDS.entrySet()) {
            if (known.getValue().equals(given)) {
                return known.getKey();
            }
        }
        if (given instanceof String text && text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= 255) {
            return Integer.parseInt(text);
        }
        throw bad(RoutingListener.PROTOCOLS, given, "is neither the word of a protocol, such as static, nor 0 to 255");
    }

    private int priority() {
        return priority(properties.get(RoutingListener.PRIORITY));
    }

    private static int priority(@Nullable Object value) {
        return switch (value) {
            case null -> Filter.ANY_PRIORITY;
            case Long priority when priority >= 0 && priority <= 0xffff_ffffL -> priority.intValue();
            case Long _ -> throw bad(RoutingListener.PRIORITY, value, "is not 0 to 4294967295");
            case String text when text.matches("[0-9]{1,10}") -> priority(Long.valueOf(text));
            default -> throw bad(RoutingListener.PRIORITY, value, "is not a Long");
        };
    }

    private Set<String> words() {
        Set<String> words = new TreeSet<>();
        for (Object word : several(RoutingListener.TYPES)) {
            if (!(word instanceof String text) || !text.matches("[a-z][a-z0-9]*")) {
                throw bad(RoutingListener.TYPES, word, "is not the word of a type, such as ifd");
            }
            words.add(text);
        }
        return words;
    }

    /// The values of a property that may have several, in any of the forms that the registry knows.
    private Collection<?> several(String property) {
        Object value = properties.get(property);
        return switch (value) {
            case null -> List.of();
            case String one -> List.of(one.strip().split("\\s*,\\s*"));
            case String[] array -> List.of(array);
            case Collection<?> many -> many;
            default -> throw bad(property, value, "is not text");
        };
    }

    private @Nullable Integer number(String property) {
        Object value = properties.get(property);
        if (value == null || value instanceof Integer) {
            return (Integer) value;
        }
        if (value instanceof String text && text.matches("[0-9]{1,10}") && Long.parseLong(text) <= 0xffff_ffffL) {
            return (int) Long.parseLong(text);
        }
        throw bad(property, value, "is not an Integer");
    }

    private @Nullable String text(String property) {
        Object value = properties.get(property);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw bad(property, value, "is not text");
    }

    private static RoutingException bad(String property, @Nullable Object value, String what) {
        return new RoutingException(Errno.EINVAL, property + " '" + value + "' " + what);
    }
}
