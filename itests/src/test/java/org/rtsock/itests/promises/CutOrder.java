// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingObject;

/// Whether cuts are in order: deletes with children first, then values with parents first, and no parent goes without its children.
///
/// A type whose reporter is away takes no part in a cut. No frame says so, but the next span of the type does: it begins at the last cut
/// that had the type in it. So a parent that goes while a child of it stays is a claim that the child's type was away, which is held
/// against what comes of that type next, in this cut or later: nobody needs to know when which reporter came and went.
///
/// A span that begins below the last mark is of a type that was away and catches up with those that went on. What it deletes may have come
/// again since, with children that the listener has been told of; so it may leave them.
///
/// Belongs to a [Replica], and to its thread.
final class CutOrder {
    private static final int RESETS = 0;
    private static final int DELETES = 1;
    private static final long NONE = -1;

    /// A child that stayed when its parent went.
    ///
    /// @param cut     in which that was, counted
    /// @param version to which that cut led
    private record Left(RoutingObject child, RoutingObject parent, int cut, long version) {}

    private final String name;
    /// By type of the child, which must have been away: the first of those that it left.
    private final Map<MessageType, Left> left = new HashMap<>();
    private long marked = NONE;
    private int cut;
    /// Of the span under way.
    private int part = RESETS;
    private @Nullable MessageType type;
    private long from;

    CutOrder(String name) {
        this.name = name;
    }

    /// A cut begins, or begins anew.
    void begin() {
        cut++;
        part = RESETS;
        type = null;
    }

    /// @param next  1 for deletes, 2 for values
    /// @param start version at which the listener stands with the type; 0 also for what a changed filter shows
    /// @param whole whether all spans of the cut pass by here
    void span(int next, MessageType of, long start, boolean whole) {
        MessageType last = type;
        boolean sorted = last == null || (next == DELETES ? of.compareTo(last) <= 0 : of.compareTo(last) >= 0);
        if (whole && (next < part || next == part && !sorted)) {
            throw fault("part " + next + " of " + of + " after part " + part + " of " + last);
        }
        part = next;
        type = of;
        from = start;
        Left claim = start > 0 ? left.remove(of) : null;
        if (claim != null && (claim.cut() == cut || start >= claim.version())) {
            throw fault(of + " is read from " + start + ", so it took part in the cut of " + claim);
        }
    }

    /// An object went in the present span, and a child of it is still held.
    void leaves(RoutingObject child, RoutingObject parent, long version) {
        if (from >= marked) {
            left.putIfAbsent(child.type(), new Left(child, parent, cut, version));
        }
    }

    /// The listener forgets what it holds of a type.
    void forget(MessageType forgotten) {
        left.remove(forgotten);
    }

    /// The cut ends, and the listener is at this version.
    void mark(long version) {
        marked = version;
        begin();
    }

    /// The listener goes back to the last mark, or to the start; what it was told since does not count.
    void rollBack(long version) {
        left.clear();
        mark(version);
    }

    void startOver() {
        rollBack(NONE);
    }

    private AssertionError fault(String what) {
        return new AssertionError(name + ", last mark " + marked + ": " + what);
    }
}
