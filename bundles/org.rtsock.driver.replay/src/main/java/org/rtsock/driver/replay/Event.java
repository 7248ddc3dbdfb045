// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import org.rtsock.api.wire.FieldWriter;

/// What a line says.
sealed interface Event {
    /// Microseconds since the start of the recording; [#UNTIMED] where the line does not say.
    long time();

    long UNTIMED = -1;

    /// An object that came or changed, or that went.
    ///
    /// @param payload the object; lent until the next line is read
    record Change(long time, boolean deleted, ObjectForm form, FieldWriter payload) implements Event {}

    /// Objects of the type that are not named up to the next mark are gone.
    record Reset(long time, ObjectForm form) implements Event {}

    /// The end of a commit.
    record Mark(long time) implements Event {}

    /// What leaves no state behind, or follows by itself from what does.
    record Passed(long time) implements Event {}
}
