// SPDX-License-Identifier: Apache-2.0
/// The words of the `rtsock` command in the running appliance, for a Gogo console: `show route`, `route add ...`, `monitor`.
///
/// [ShellCommands] is the service that Gogo finds; each of its methods is a word, and runs the command's own code over a connection of the local
/// transport, which [LocalChannel] makes a stream of bytes. So there is one way to say a thing, inside and outside, and a shell has no
/// right or path of its own.
///
/// A word runs on the console's thread. `monitor` and `record` end when a line is typed: [Interruption] watches for it.
@NullMarked
package org.rtsock.shell;

import org.jspecify.annotations.NullMarked;
