// SPDX-License-Identifier: Apache-2.0
/// The native protocol `rts`: an entry of the protocol switch that speaks frames, as `docs/wire-format.md` has them.
///
/// [RtsProtosw] is the entry. What it knows of a socket is an [RtsControlBlock], made at PRU_ATTACH and dropped at PRU_DETACH or PRU_ABORT:
///
/// - the buffers in which replies are made, owned by whoever holds its lock;
/// - which types the peer has been told of, owned by the receiving thread;
/// - what the socket listens to, for those who report events;
/// - the dump under way, which has a lock of its own.
///
/// ## Requests
///
/// They come in at `output`: [Request] checks the header, [Requests] tells them apart. Those about objects of the kernel go through
/// [ObjectRequests] to the switch; [RequestType] has which operation is for which type. Each is answered by [Replies], refused ones with
/// errno and text, to the sender alone: others see what became of a request in their cuts. INFO answers from the switch, from [Statistics],
/// and from whoever brings a topic of its own ([InfoTopics]).
///
/// ## What comes by itself
///
/// Cuts go out through `input`: [CutFrames] copies records as the reporters keep them, between frames that say what they are. [DumpFrames]
/// puts the same around a snapshot that was asked for. What leaves no state behind goes out through `ctlinput`: [EventFrames] encodes an
/// event once for all sockets that want it. It waits in the receive buffer as replies do, and so may stand anywhere between the frames of a
/// cut or a dump, though never inside one; the version in its header is 0.
///
/// ## Choices
///
/// - A socket hears of events when it listens to their type (REDIRECT for refused redirects, else ROUTE) and its filter admits table,
///   family and destination; RESOLVE and LOSING must pass priority and protocol too, for they carry a route. A subscription is one thing,
///   and 4.4BSD's way, everything to everybody, is what `pfroute` is for.
/// - A refused redirect is told as ADD of REDIRECT with an errno, as RTM_REDIRECT is with `rtm_errno`: no record ever has one.
/// - A dump is taken when the reader comes to it, not when it is asked for, so that one who asks and does not read holds nothing.
/// - GET and writes begin with a byte of their own, in front of the object, whose optional fields at the end may be missing.
@NullMarked
package org.rtsock.protocol.rts;

import org.jspecify.annotations.NullMarked;
