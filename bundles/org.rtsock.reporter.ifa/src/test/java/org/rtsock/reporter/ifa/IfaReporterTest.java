// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.ifa;

import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.journal.ReporterContract;

final class IfaReporterTest extends ReporterContract<IfaReporter.Config> {
    IfaReporterTest() {
        super(
                new Ifa(7, IpAddress.parse("192.0.2.1"), Prefix.parse("192.0.2.0/24"), IpAddress.parse("192.0.2.255"), null),
                IfaReporter.Config.class,
                IfaReporter::new);
    }
}
