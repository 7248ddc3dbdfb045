// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

/// Whether what is missing in a dump is to be taken as gone. A disturbed dump, during which the state changed, may have missed what is
/// there, so it only adds and changes, until too many in a row were disturbed. Belongs to the driver's thread.
final class Trust {
    /// So many dumps in a row may be disturbed before one is believed all the same.
    private static final int DISTURBED = 8;

    private int disturbed;

    boolean in(boolean undisturbed) {
        return undisturbed || disturbed >= DISTURBED;
    }

    /// The dump has been applied.
    void dumped(boolean undisturbed) {
        disturbed = in(undisturbed) ? 0 : disturbed + 1;
    }
}
