// SPDX-License-Identifier: Apache-2.0
/// The promises of the design, tried on kernel core, journals, switch and native protocol together: random commits, random listeners, and at
/// every mark the question whether the listener holds what the kernel held at that version.
///
/// [Chain] puts the system together without a framework. [RandomCommits] changes it, [History] remembers what was true at which version,
/// each [Hearer] is a daemon at the far end of a socket that knows nothing but the frames it reads: its [Replica] is what they lead to,
/// its [CutOrder] says whether they came in order. Everything runs on one thread in [PromisesTest], so a seed repeats a run exactly;
/// [ConcurrentPromisesTest] is the same on as many threads as there are parties.
@NullMarked
package org.rtsock.itests.promises;

import org.jspecify.annotations.NullMarked;
