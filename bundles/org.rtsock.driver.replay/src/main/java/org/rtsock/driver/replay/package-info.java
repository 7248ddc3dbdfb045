// SPDX-License-Identifier: Apache-2.0
/// The replay driver: a recording, or a script written by hand, in place of a host.
///
/// **A line's way.** [LineReader] cuts the file into lines, [EventReader] reads one as JSON. Its object goes by the descriptor of its type
/// ([RowForm], [FieldForm]) into a payload, as it would stand in a frame, and the type's own codec makes the object of that: so the driver
/// knows no type, and those of plug-ins are replayed like the built-in ones. [StagedCommit] keeps the payloads until the mark, when the
/// clock ([Pace]) lets them; then [ReplayedState] applies them as one commit of the kernel core. What is wrong in a line, or refused by the
/// core, is known before anything of its commit is told.
///
/// **State.** The kernel core is the only memory of what was brought. Where a recording names all there is, of one type after a RESET and
/// of every type when it begins anew, [Sweep] deletes what is not named, so that listeners hear the difference.
///
/// **Types that come and go.** A line waits for the reporter of its type. When the reporter of a plug-in goes, its objects leave the kernel
/// core with it, because their classes do; they are kept as payloads and come back by the codec of the next one. Objects of other plug-ins
/// that are parts of them leave and come back with them; a commit of the recording that has to do with either waits.
///
/// **What is passed over.** Notices leave no state. Counters follow from routes. A redirect is a request's, not a driver's: the route that
/// it made is in the recording.
///
/// **Thread.** `rtsock-replay` ([Playback]) owns everything but what says otherwise. It ends with the recording, or at a line that makes no
/// sense; what was brought stays until the driver goes.
@NullMarked
package org.rtsock.driver.replay;

import org.jspecify.annotations.NullMarked;
