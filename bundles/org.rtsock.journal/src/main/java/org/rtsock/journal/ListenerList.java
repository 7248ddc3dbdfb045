// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listeners of one message type (`rts_ifdlisteners` and kin), each with its reader. It changes seldom and is walked at every commit,
/// so it is copied on write. Any thread, but for what says otherwise.
final class ListenerList {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerList.class);
    private static final JournalReader[] NOBODY = {};

    /// Written under this object's lock. A reader that is here is seen by every walk that begins afterwards.
    private volatile JournalReader[] readers = NOBODY;

    /// Readers that lost their place. Written by the committing thread.
    private volatile long expired;

    synchronized void add(JournalReader reader) {
        JournalReader[] more = Arrays.copyOf(readers, readers.length + 1);
        more[readers.length] = reader;
        readers = more;
    }

    synchronized void remove(JournalReader reader) {
        readers = Arrays.stream(readers).filter(other -> other != reader).toArray(JournalReader[]::new);
    }

    /// Takes them all off; they may go on with what they hold.
    void clear() {
        for (JournalReader reader : readers) {
            reader.leave();
        }
    }

    int size() {
        return readers.length;
    }

    /// Wakes them all. One that throws, be it an error, is logged: the commit, this type and the other listeners go on.
    void wake() {
        for (JournalReader reader : readers) {
            try {
                reader.listener().readable();
            } catch (Throwable e) {
                LOG.error("A listener failed to be woken: {}", reader.listener(), e);
            }
        }
    }

    /// Adds the places of all readers that are below a version. Committing thread.
    void addPlaces(Places places, long below) {
        for (JournalReader reader : readers) {
            reader.addPlaces(places, below);
        }
    }

    /// Adds the numbers of the directories that readers hold. Committing thread.
    void addDirectories(Places numbers) {
        for (JournalReader reader : readers) {
            Directory held = reader.held();
            if (held != null) {
                numbers.add(held.number());
            }
        }
    }

    /// Readers that need the tombstone of an object that lived from one version to another lose their places. Committing thread.
    void expireBetween(long born, long version) {
        Places places = new Places();
        for (JournalReader reader : readers) {
            places.clear();
            reader.addPlaces(places, version);
            places.sort();
            if (places.below(version) >= born) {
                expire(reader, "deletes");
            }
        }
    }

    /// The reader that holds the oldest directory must let go of it, and loses its place. Committing thread.
    ///
    /// @return false when nobody holds any
    boolean expireOldestHolder() {
        JournalReader oldest = null;
        long lowest = Long.MAX_VALUE;
        for (JournalReader reader : readers) {
            Directory held = reader.held();
            if (held != null && held.number() < lowest) {
                lowest = held.number();
                oldest = reader;
            }
        }
        if (oldest != null) {
            expire(oldest, "records");
        }
        return oldest != null;
    }

    private void expire(JournalReader reader, String what) {
        LOG.info("Listener {} is too slow for the {} that it holds back, and must start over", reader.listener().id(), what);
        reader.expire();
        expired++;
    }

    long expired() {
        return expired;
    }

    /// Who stands at the lowest place, null when nobody has one.
    @Nullable JournalReader oldest() {
        JournalReader oldest = null;
        long lowest = Long.MAX_VALUE;
        for (JournalReader reader : readers) {
            long place = reader.place();
            if (place > 0 && place < lowest) {
                lowest = place;
                oldest = reader;
            }
        }
        return oldest;
    }
}
