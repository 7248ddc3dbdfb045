// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.rtstats;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.journal.JournalBounds;
import org.rtsock.journal.JournalReporter;

/// Reporter of route statistics (message type RTSTATS).
@Component(service = {Reporter.class, StatisticsSource.class}, configurationPid = "org.rtsock.reporter.rtstats")
@Designate(ocd = RtStatsReporter.Config.class)
public final class RtStatsReporter extends JournalReporter<RtStats> {
    /// Bounds of the journal.
    @ObjectClassDefinition(name = "Reporter of route statistics")
    @interface Config {
        @AttributeDefinition(description = "Newest deletes kept for listeners that are away and may come back, 0 to maxTombstones")
        int resumeWindow() default 65_536;

        @AttributeDefinition(description = "Deletes kept at most, whoever still needs them, 1 to 16777216")
        int maxTombstones() default 1_048_576;

        @AttributeDefinition(description = "Bytes kept only because somebody is reading them, 1048576 or more")
        long maxHeldBytes() default 67_108_864;
    }

    /// @throws org.rtsock.api.RoutingException EINVAL for a bound that does not fit
    @Activate
    public RtStatsReporter(@Reference Kernel kernel, Config config) {
        super(RtStats.class, new RtStatsCodec(), new JournalBounds(config.resumeWindow(), config.maxTombstones(), config.maxHeldBytes()));
        attach(kernel);
    }

    @Override
    @Deactivate
    public void close() {
        super.close();
    }
}
