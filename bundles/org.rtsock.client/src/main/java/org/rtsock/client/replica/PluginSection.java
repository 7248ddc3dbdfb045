// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.FieldValues;

/// Objects of a plug-in's type, read by the description that the appliance sent.
final class PluginSection extends ObjectSection<PluginObjects.Key, FieldValues> {
    private TypeDescriptor descriptor;

    PluginSection(TypeDescriptor descriptor) {
        super(
                descriptor.type(),
                in -> FieldValues.read(descriptor.fields(), in),
                PluginObjects.Key::of,
                PluginObjects.Key.ORDER);
        this.descriptor = descriptor;
    }

    void describe(TypeDescriptor newest) {
        descriptor = newest;
        decodeBy(in -> FieldValues.read(newest.fields(), in));
    }

    PluginObjects objects() {
        return new PluginObjects(descriptor, published());
    }
}
