// SPDX-License-Identifier: Apache-2.0
/// The native protocol `rts`: an entry of the protocol switch that speaks frames, as `docs/wire-format.md` has them.
///
/// [RtsProtosw] is the entry. What it knows of a socket is an [RtsControlBlock], made at PRU_ATTACH and dropped at PRU_DETACH: the buffers
/// in which replies are made, owned by whoever holds its lock, and which types the peer has been told of, owned by the receiving thread.
///
/// Requests come in at `output`: [Request] checks the header, [Requests] tells them apart and has them carried out, and each is answered by
/// [Replies], refused ones with errno and text. Cuts go out through `input`: [CutFrames] copies records as the reporters keep them,
/// between frames that say what they are.
@NullMarked
package org.rtsock.protocol.rts;

import org.jspecify.annotations.NullMarked;
