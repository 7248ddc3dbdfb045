// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import org.rtsock.api.reporter.RecordView;
import org.rtsock.api.wire.ObjectCodec;

/// The records of one type for one cut.
///
/// @param from    version from which the type is read
/// @param reset   whether the listener must forget what it holds of the type; then `from` is 0
/// @param reports changes that the reporter had been told of when the view was taken
/// @param walked  records that were looked at
record CutSource(ObjectCodec<?> codec, RecordView view, long from, boolean reset, long reports, Tally walked) {
    /// A count that goes up. One thread.
    static final class Tally {
        private long count;

        void increment() {
            count++;
        }

        long count() {
            return count;
        }
    }

    /// A listener that is older than the deletes that the reporter still knows starts over.
    static CutSource of(Pending.Taken taken, RecordView view) {
        boolean tooOld = taken.from() > 0 && taken.from() < view.floor();
        boolean reset = taken.reset() || tooOld;
        return new CutSource(taken.reporter().codec(), view, reset ? 0 : taken.from(), reset, taken.reporter().reports(), new Tally());
    }
}
