// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.journal.JournalBounds;
import org.rtsock.journal.JournalReporter;

/// Reporter of neighbors: while this service is there, the type is.
@Component(service = {Reporter.class, StatisticsSource.class})
public final class NeighborReporter extends JournalReporter<ExtensionObject> {
    /// A host's table has some thousands of entries; listeners that are away may miss as many deletes and still get the difference.
    private static final JournalBounds BOUNDS = new JournalBounds(4096, 65_536, 16 << 20);

    @Activate
    public NeighborReporter(@Reference Kernel kernel) {
        super(ExtensionObject.class, new NeighborCodec(), BOUNDS);
        attach(kernel);
    }

    @Override
    @Deactivate
    public void close() {
        super.close();
    }
}
