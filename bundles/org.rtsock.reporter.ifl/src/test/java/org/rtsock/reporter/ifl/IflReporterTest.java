// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.ifl;

import org.rtsock.api.message.Ifl;
import org.rtsock.journal.ReporterContract;

final class IflReporterTest extends ReporterContract<IflReporter.Config> {
    IflReporterTest() {
        super(new Ifl(7, "eth0.0", 7, 0, true), IflReporter.Config.class, IflReporter::new);
    }
}
