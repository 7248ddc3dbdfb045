// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.journal.JournalBounds;
import org.rtsock.journal.JournalReporter;

/// Reporter of the type: its records and the list of those who listen.
final class SampleReporter extends JournalReporter<ExtensionObject> {
    /// CHANGE: about as many deletes as you have objects. Listeners that were away and missed no more than this get the difference.
    private static final JournalBounds BOUNDS = new JournalBounds(4096, 65_536, 16 << 20);

    SampleReporter(Kernel kernel) {
        super(ExtensionObject.class, new SampleCodec(), BOUNDS);
        attach(kernel);
    }
}
