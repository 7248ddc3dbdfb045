// SPDX-License-Identifier: Apache-2.0
/// For daemons outside the appliance: a plain library, no framework needed.
///
/// [RtsockConnection] opens a routing socket of the native protocol over the unix transport and sends requests. Its `listen` turns it into
/// an [EventStream]. Both belong to one thread, block in the socket's reads, and own no thread; whoever listens and asks opens two
/// connections.
///
/// State: a [FrameChannel] holds the bytes that came and were not given out; a [MessageDecoder] holds the descriptors that the appliance
/// sent on this connection, the span it is in, and the epoch; a subscription and dumps share it. Objects are read by these descriptors into
/// [FieldValues], never by compiled-in codecs, so a message type that a plug-in brought into the appliance is as good as a built-in one.
/// Only answers to requests, and notices that come before any record of their type, are read by the descriptors that are compiled in.
///
/// What goes wrong with the connection is an `IOException` ([NoApplianceException] when there was none to begin with); what the kernel
/// refuses is a [org.rtsock.api.RoutingException].
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
