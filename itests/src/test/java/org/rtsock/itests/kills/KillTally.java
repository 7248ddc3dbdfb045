// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.util.EnumMap;
import java.util.Map;

/// What the suite has done and seen.
final class KillTally {
    /// A thing to count.
    enum Of {
        ROUNDS,
        KILLS_OF_DAEMONS,
        KILLS_OF_THE_APPLIANCE,
        TRANSPORTS_CONFIGURED_ANEW,
        ABSENCES_TOO_LONG,
        RESUMES,
        SNAPSHOTS_OF_NEWCOMERS,
        SNAPSHOTS_OF_ANOTHER_EPOCH,
        SNAPSHOTS_OF_THE_TOO_OLD,
        STATES_COMPARED,
        OBJECTS_COMPARED
    }

    private final Map<Of, Long> counts = new EnumMap<>(Of.class);

    void add(Of what, long count) {
        counts.merge(what, count, Long::sum);
    }

    long of(Of what) {
        return counts.getOrDefault(what, 0L);
    }

    long kills() {
        return of(Of.KILLS_OF_DAEMONS) + of(Of.KILLS_OF_THE_APPLIANCE);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((what, count) ->
                text.append(text.isEmpty() ? "" : ", ").append(what.name().toLowerCase().replace('_', ' ')).append(' ').append(count));
        return text.toString();
    }
}
