// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.FieldValues;

/// The objects of a message type that no code here knows, at one version. Immutable.
///
/// @param descriptor what the appliance says of the type
record PluginObjects(TypeDescriptor descriptor, SortedTree<Key, FieldValues> objects) {
    /// The text of a key, and where two keys have the same text, what is behind it.
    ///
    /// @param values null for a place before all keys of this text
    record Key(String text, @Nullable FieldValues values) {
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::text).thenComparing(Key::values, Comparator.nullsFirst(FieldValues::compareKeyTo));

        static Key of(FieldValues values) {
            return new Key(values.key(), values);
        }

        static Key before(String text) {
            return new Key(text, null);
        }
    }
}
