// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.reporter.RecordView;

/// Begins cuts: finds the version V to which a socket can be led, and views of the reporters' records that can be read at V.
///
/// The views must show all of V and must not have lost anything of it:
///
/// - They are taken after V was read, and a version is published only when every reporter has all of it. So they hold V.
/// - A reporter may have dropped values that were superseded up to its `compactedAt`. When that is beyond V, a value that V needs may be
///   gone; V and the views are taken again. That ends: a reporter compacts up to published versions only, so a V that is read afterwards
///   has caught up with it, unless the reporter was faster once more.
/// - A reporter that attached at version L holds nothing that was superseded before L. It became a service after L was published, and V is
///   read after the reference to the service was taken. So V >= L.
final class CutReader {
    private final Kernel kernel;
    private final SwitchCounters counters;

    CutReader(Kernel kernel, SwitchCounters counters) {
        this.kernel = kernel;
        this.counters = counters;
    }

    /// A cut from what a socket stood at to now; null when that leads nowhere.
    @Nullable DrainedCut read(Pending pending) {
        while (true) {
            long version = kernel.version();
            if (!pending.leadsTo(version)) {
                return null;
            }
            List<CutSource> sources = new ArrayList<>(pending.entries().size());
            boolean whole = true;
            for (Pending.Taken taken : pending.entries()) {
                RecordView view = taken.reporter().view();
                whole &= view.compactedAt() <= version;
                sources.add(CutSource.of(taken, view));
            }
            if (whole) {
                return new DrainedCut(kernel.epoch(), version, pending, sources, counters);
            }
        }
    }
}
