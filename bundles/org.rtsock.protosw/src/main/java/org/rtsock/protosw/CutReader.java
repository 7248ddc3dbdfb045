// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import org.rtsock.api.kernel.Kernel;

/// Finds the version V to which a socket can be led, and takes hold of records that can be read at V.
///
/// The records must show all of V and must not have lost anything of it:
///
/// - They are taken hold of after V was read, and a version is published only when every reporter has all of it. So they hold V. Some may
///   hold more, since commits go on; the walk leaves out what is newer than V.
/// - A reporter may have dropped values that were superseded up to its `compactedAt`. When that is beyond V, a value that V needs may be
///   gone; V is read and the records are taken hold of again. That ends: a reporter compacts up to published versions only, so a V that is
///   read afterwards has caught up with it, unless the reporter was faster once more.
/// - A reporter that attached at version L holds nothing that was superseded before L. It became a service after L was published, and V is
///   read after the socket was put on its list. So V >= L.
/// - A reporter that does not know the deletes after the socket's place any more says so when it is held. The type is reset then, and stays
///   so when its records are held once more for a later V, whatever the reporter says the second time.
/// - What is held may be taken away while it is read. The reader hears of that before it is given anything else, and the cut is void.
final class CutReader {
    private final Kernel kernel;

    CutReader(Kernel kernel) {
        this.kernel = kernel;
    }

    /// Makes a cut that has begun ready to be walked.
    void hold(DrainedCut cut) {
        boolean whole = false;
        while (!whole) {
            whole = cut.hold(kernel.version());
        }
    }
}
