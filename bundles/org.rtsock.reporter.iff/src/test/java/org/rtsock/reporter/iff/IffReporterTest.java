// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.iff;

import org.rtsock.api.message.Family;
import org.rtsock.api.message.Iff;
import org.rtsock.journal.ReporterContract;

final class IffReporterTest extends ReporterContract<IffReporter.Config> {
    IffReporterTest() {
        super(new Iff(7, Family.INET6, 1500), IffReporter.Config.class, IffReporter::new);
    }
}
