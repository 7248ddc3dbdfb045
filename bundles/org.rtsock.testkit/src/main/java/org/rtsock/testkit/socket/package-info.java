// SPDX-License-Identifier: Apache-2.0
/// For unit tests of wire protocols and transports: each stands alone between two parts of the switch, and here are both parts. No switch,
/// no kernel, no framework.
///
/// | class | stands for |
/// |---|---|
/// | [RecordingControlBlock] | the socket under a protocol: writes down what the protocol asks of it |
/// | [SocketEvent] | what it writes down |
/// | [ScriptedDomain] | the domain behind that socket, with the snapshots that a test gives it |
/// | [ScriptedSnapshot] | a snapshot that knows what was asked for, and whether it was let go |
/// | [ScriptedCut] | a cut with the parts that a test gives it; also what a daemon's listener is handed |
/// | [EchoDomain] | the domain over which a transport opens its sockets |
/// | [EchoSocket] | a socket that gives back what it is sent |
///
/// A protocol is tried like this: call an entry point with a [RecordingControlBlock], then look at what it wrote down. A transport is given
/// an [EchoDomain] and is talked to as its peers would.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.testkit.socket;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
