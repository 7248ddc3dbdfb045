// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.rttable;

import org.rtsock.api.message.Family;
import org.rtsock.api.message.RtTable;
import org.rtsock.journal.ReporterContract;

final class RtTableReporterTest extends ReporterContract<RtTableReporter.Config> {
    RtTableReporterTest() {
        super(new RtTable(RtTable.MAIN, "main", Family.INET), RtTableReporter.Config.class, RtTableReporter::new);
    }
}
