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
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Filter;

/// Reads the asynchronous mode out of the properties of a listener service.
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
        return new AsyncMode(flags == null ? 0 : flags, words, new Filter(table(), family(), prefix()), null);
    }

    /// What to call the service in the log: its component, else its number.
    String describe() {
        Object component = properties.get("component.name");
        return component != null ? component.toString() : "service " + properties.get("service.id");
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

    private Set<String> words() {
        Object value = properties.get(RoutingListener.TYPES);
        Collection<?> given = switch (value) {
            case null -> List.of();
            case String word -> List.of(word);
            case String[] several -> List.of(several);
            case Collection<?> several -> several;
            default -> throw bad(RoutingListener.TYPES, value, "is not text");
        };
        Set<String> words = new TreeSet<>();
        for (Object word : given) {
            if (!(word instanceof String text) || !text.matches("[a-z][a-z0-9]*")) {
                throw bad(RoutingListener.TYPES, word, "is not the word of a type, such as ifd");
            }
            words.add(text);
        }
        return words;
    }

    private @Nullable Integer number(String property) {
        Object value = properties.get(property);
        if (value == null || value instanceof Integer) {
            return (Integer) value;
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
