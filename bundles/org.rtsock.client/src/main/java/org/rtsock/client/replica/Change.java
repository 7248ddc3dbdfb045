// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;
import org.rtsock.client.FieldValues;
import org.rtsock.client.replica.RouteNode.Leaf;

/// An object that came, changed or went with a cut. Immutable; a route becomes an object only when it is asked for.
public final class Change {
    private final Operation operation;
    private final MessageType type;
    /// A [Leaf], a [RoutingObject] or a [FieldValues].
    private final @Nullable Object before;
    private final @Nullable Object after;
    /// Of a route.
    private final RtTable.@Nullable Key table;
    private final long version;
    private final Cause cause;

    Change(
            Operation operation,
            MessageType type,
            @Nullable Object before,
            @Nullable Object after,
            RtTable.@Nullable Key table,
            long version,
            Cause cause) {
        this.operation = operation;
        this.type = type;
        this.before = before;
        this.after = after;
        this.table = table;
        this.version = version;
        this.cause = cause;
    }

    /// ADD, CHANGE or DELETE.
    public Operation operation() {
        return operation;
    }

    public MessageType type() {
        return type;
    }

    /// The object as it was before the cut; null for ADD and for objects of plug-ins.
    public @Nullable RoutingObject before() {
        return object(before);
    }

    /// The object as it is with the cut; null for DELETE and for objects of plug-ins.
    public @Nullable RoutingObject after() {
        return object(after);
    }

    private @Nullable RoutingObject object(@Nullable Object value) {
        if (value instanceof Leaf leaf && table != null) {
            return leaf.route(table.id(), table.family());
        }
        return value instanceof RoutingObject object ? object : null;
    }

    /// The object of a plug-in's type as it was before the cut; null for ADD and for objects of other types.
    public @Nullable FieldValues fieldsBefore() {
        return before instanceof FieldValues values ? values : null;
    }

    /// The object of a plug-in's type as it is with the cut; null for DELETE and for objects of other types.
    public @Nullable FieldValues fieldsAfter() {
        return after instanceof FieldValues values ? values : null;
    }

    /// The commit that made it so; where the appliance did not say, that of the cut.
    public long version() {
        return version;
    }

    /// Who made it so; its origin is `?` where the appliance did not say, as of objects that went while nobody listened.
    public Cause cause() {
        return cause;
    }

    @Override
    public String toString() {
        boolean plugin = type.isPlugin();
        return operation + " " + type.name() + " " + (plugin ? fieldsBefore() : before()) + " -> " + (plugin ? fieldsAfter() : after());
    }
}
