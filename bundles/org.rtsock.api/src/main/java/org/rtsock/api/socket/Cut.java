// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.util.Iterator;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.wire.TypeDescriptor;

/// What leads a listener from the state that it holds to the kernel's state at one version: resets, deletes with children first, values
/// with parents first. Belongs to one thread and can be walked once; the next cut starts where it ends, once it has been walked to its end.
///
/// A type whose reporter is found broken is out: the listener is told to forget it, by a reset that nothing of the type follows. When it is
/// found while this very cut is walked, what there was of the type ends there, and its reset is the last part of the cut. Nobody else
/// notices; in particular, what a codec throws never reaches a listener.
@ProviderType
public interface Cut extends Iterable<RoutingMessage> {
    long epoch();

    /// The version that the listener has reached after this cut.
    long version();

    /// Whether this is the first cut after a subscription.
    boolean snapshot();

    /// Steps to the next part; each holds records of one type. There may be several of one kind and type.
    ///
    /// @return false at the end of the cut
    boolean nextPart();

    /// What the present part holds.
    Part part();

    /// Type of the present part.
    TypeDescriptor descriptor();

    /// Version from which the present part leads to [#version()]. An object born later is an ADD for this listener, any other a CHANGE.
    long from();

    /// The records of the present part that pass the listener's filter; none for [Part#RESET]. In [Part#DELETES] each tells that the
    /// listener must forget the object, whatever its own operation: the object went, or a changed filter hides it.
    ///
    /// A walk throws ESTALE when the listener was so slow that the records were taken away from it; what the listener was given of this cut
    /// is void, and the next one begins with resets.
    RecordCursor records();

    /// A part of a cut.
    enum Part {
        RESET,
        DELETES,
        VALUES
    }

    /// The messages of the cut, decoded one by one as the iterator goes, the mark last. An alternative to walking the parts.
    @Override
    Iterator<RoutingMessage> iterator();
}
