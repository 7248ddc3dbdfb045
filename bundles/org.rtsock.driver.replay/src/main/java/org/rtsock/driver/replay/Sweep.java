// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// Deletes what a commit does not name of types of which it names all there is. What it names stays, so that listeners hear the difference
/// only; but not under another parent than before, which is another life.
final class Sweep {
    private final List<MessageType> childrenFirst;
    /// By what is named, its parent, where that is not a part of the key.
    private final Map<RoutingKey, @Nullable RoutingKey> named = new HashMap<>();

    Sweep(Collection<MessageType> types) {
        childrenFirst = types.stream().sorted(Comparator.reverseOrder()).toList();
    }

    boolean isEmpty() {
        return childrenFirst.isEmpty();
    }

    /// Spares an object.
    void name(RoutingObject object) {
        if (childrenFirst.contains(object.type())) {
            named.put(object.key(), parent(object));
        }
    }

    void run(Transaction tx) {
        for (MessageType type : childrenFirst) {
            for (RoutingKey key : tx.owned(type)) {
                if (!named.containsKey(key) || moved(tx, key)) {
                    tx.remove(key);
                }
            }
        }
    }

    private boolean moved(Transaction tx, RoutingKey key) {
        RoutingKey parent = named.get(key);
        boolean tells = key instanceof Ifl.Key || key instanceof ExtensionObject.Key;
        return tells && tx.get(key) instanceof RoutingObject present && !Objects.equals(parent, parent(present));
    }

    private static @Nullable RoutingKey parent(RoutingObject object) {
        return switch (object) {
            case Ifl ifl -> new Ifd.Key(ifl.ifd());
            case ExtensionObject extension -> extension.body().parent();
            default -> null;
        };
    }
}
