// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.IflCodec;

/// Logical interfaces, by index and by the device that they are on.
final class IflSection extends ObjectSection<Ifl.Key, Ifl> {
    /// A unit of a device.
    record Place(int ifd, int ifl) {
        static final Comparator<Place> ORDER = Comparator.comparingInt(Place::ifd).thenComparingInt(Place::ifl);

        static Place of(Ifl ifl) {
            return new Place(ifl.ifd(), ifl.index());
        }
    }

    private SortedTree<Place, Ifl> publishedPlaces = SortedTree.empty(Place.ORDER);
    private SortedTree<Place, Ifl> places = publishedPlaces;

    IflSection() {
        super(MessageType.IFLOGICAL, new IflCodec()::decode, Ifl::key, Comparator.comparingInt(Ifl.Key::index));
    }

    SortedTree<Place, Ifl> publishedPlaces() {
        return publishedPlaces;
    }

    @Override
    void replaced(@Nullable Ifl before, @Nullable Ifl after) {
        if (before != null) {
            places = places.without(Place.of(before));
        }
        if (after != null) {
            places = places.with(Place.of(after), after);
        }
    }

    @Override
    void clear() {
        super.clear();
        places = places.cleared();
    }

    @Override
    void publish() {
        super.publish();
        publishedPlaces = places;
    }

    @Override
    void revert() {
        super.revert();
        places = publishedPlaces;
    }
}
