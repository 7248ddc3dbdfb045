// SPDX-License-Identifier: Apache-2.0
/// The tcp transport: routing sockets over TCP, with TLS 1.3 and client certificates.
///
/// [TcpTransport] listens at a port and accepts on a thread of its own. What it accepts is a [TlsPeer], which `org.rtsock.transport.stream`
/// serves: the handshake is made by the connection's own reading thread, in the time that strangers have.
///
/// **Who may come in.** An [Admission] is what the files ([AdmissionFiles]) said at one moment: our certificate and key ([ServerIdentity]),
/// whose certificates are good ([ClientTrust]), and what their holders may do ([Roles]). It does not change; the [Gate] has the present one
/// and the [Guest]s who came in. One thread looks at the files every now and then. When they have changed it reads them into a new
/// admission, which counts for all who come from then on, and closes the guests whom it would not let in, or to whom it gives less than
/// they have. A guest who comes in at the same time either is seen by that thread or sees the new admission itself: he is registered before
/// he looks whether it is still the one that decided. Files that make no sense change nothing.
///
/// The JDK's TLS would take a resumed session for proof enough. The gate does not: whoever has shaken hands is looked at anew,
/// certificates, revocation lists, and role.
///
/// **What a peer may take** is bounded by the limits of `org.rtsock.transport.stream`. Nobody but a connection's own threads waits for its
/// peer: who is to be closed is closed below TLS, without a word.
@NullMarked
package org.rtsock.transport.tcp;

import org.jspecify.annotations.NullMarked;
