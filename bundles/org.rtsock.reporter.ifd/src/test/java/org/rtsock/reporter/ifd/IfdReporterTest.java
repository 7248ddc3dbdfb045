// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.ifd;

import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MacAddress;
import org.rtsock.journal.ReporterContract;

final class IfdReporterTest extends ReporterContract<IfdReporter.Config> {
    IfdReporterTest() {
        super(new Ifd(7, "eth0", MacAddress.NONE, 1500, true, true, "ether"), IfdReporter.Config.class, IfdReporter::new);
    }
}
