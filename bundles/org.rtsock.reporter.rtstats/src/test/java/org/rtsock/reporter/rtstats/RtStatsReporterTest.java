// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.rtstats;

import org.rtsock.api.message.Family;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.message.RtTable;
import org.rtsock.journal.ReporterContract;

final class RtStatsReporterTest extends ReporterContract<RtStatsReporter.Config> {
    RtStatsReporterTest() {
        super(
                new RtStats(
                        new RtStats.Key(RtTable.MAIN, Family.INET, RouteProtocol.STATIC), 3, Counts.ZERO.plus(Counter.ADDS, 3)),
                RtStatsReporter.Config.class,
                RtStatsReporter::new);
    }
}
