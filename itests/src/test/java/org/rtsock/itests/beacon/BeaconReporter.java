// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.beacon;

import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.MessageType;
import org.rtsock.journal.JournalBounds;
import org.rtsock.journal.JournalReporter;

/// Reporter of beacons.
final class BeaconReporter extends JournalReporter<ExtensionObject> {
    private static final JournalBounds BOUNDS = new JournalBounds(64, 256, 1 << 20);

    BeaconReporter(Kernel kernel, Flaw flaw) {
        super(ExtensionObject.class, new BeaconCodec(flaw == Flaw.BUILT_IN_NUMBER ? MessageType.IFDEV : Beacon.TYPE, flaw), BOUNDS);
        attach(kernel);
    }
}
