// SPDX-License-Identifier: Apache-2.0
/// For suites of message types, daemons, drivers and appliances, in a framework or without one. No test framework is needed: what does not
/// hold is an `AssertionError`.
///
/// | class | stands for |
/// |---|---|
/// | [LabDriver] | a driver: puts a small world into a kernel and takes it out again |
/// | [RecordingListener] | a daemon that writes down what it hears |
/// | [ReplicaListener] | a daemon that keeps the state by what it hears, and objects to what does not fit |
/// | [KernelState] | the truth to hold a replica against |
/// | [LabCertificates] | certificates of an appliance that listens on tcp, and of its daemon |
/// | [Await] | waits for conditions, never for time to pass |
///
/// What a wire protocol or a transport is tried on alone is in [org.rtsock.testkit.socket].
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
