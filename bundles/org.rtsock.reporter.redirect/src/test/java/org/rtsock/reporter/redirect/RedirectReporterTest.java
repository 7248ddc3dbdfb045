// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.redirect;

import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.RtTable;
import org.rtsock.journal.ReporterContract;

final class RedirectReporterTest extends ReporterContract<RedirectReporter.Config> {
    RedirectReporterTest() {
        super(
                new Redirect(
                        new Redirect.Key(RtTable.MAIN, Prefix.parse("198.51.100.7/32")),
                        IpAddress.parse("192.0.2.253"),
                        IpAddress.parse("192.0.2.254"),
                        false),
                RedirectReporter.Config.class,
                RedirectReporter::new);
    }
}
