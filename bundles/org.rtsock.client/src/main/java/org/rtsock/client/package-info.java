// SPDX-License-Identifier: Apache-2.0
/// For daemons outside the appliance: a plain library, no framework needed.
///
/// An [Endpoint] opens a routing socket of the native protocol, over the unix transport or by TLS over tcp. What is done with it:
///
/// - [RtsockConnection] sends a request and waits for the answer; its `listen` turns it into an [EventStream]. Both belong to one thread,
///   block in the socket's reads, and own no thread; whoever listens and asks opens two connections.
/// - [RoutingClient] has many requests under way and gives their answers as futures: `PendingRequests` knows them by sequence number, a
///   thread of its own reads. A [Transaction] holds its writes, a [BatchWriter] sends them while they are written; both put them into an
///   `ItemBuffer`, frame by frame, and leave it to `AllOrNone` or `EachOnItsOwn` how these go out and what the answers mean.
/// - [org.rtsock.client.replica.RoutingReplica] keeps what the kernel holds.
///
/// All of them hear the appliance through one [FrameReader], which cuts the bytes into frames, follows the spans, and makes no object for
/// any frame; a [RouteFlyweight] reads a route where it stands. A `MessageDecoder` makes [StreamMessage]s of the frames: it holds the
/// descriptors that the appliance sent on this connection, so a subscription and dumps share it. Objects are read by these descriptors
/// into [FieldValues], and a message type that a plug-in brought into the appliance is as good as a built-in one. Only answers to
/// requests, notices that come before any record of their type, and what a replica holds of the built-in types are read by the descriptors
/// that are compiled in.
///
/// What goes wrong with the connection is an `IOException` ([NoApplianceException] when there was none to begin with); what the kernel
/// refuses is a [org.rtsock.api.RoutingException], or a [BatchException] that names the item.
@Export
@Version("1.2.0")
@NullMarked
package org.rtsock.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
