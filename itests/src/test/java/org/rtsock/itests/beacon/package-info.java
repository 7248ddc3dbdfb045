// SPDX-License-Identifier: Apache-2.0
/// A message type of a plug-in, without component runtime: [BeaconActivator] registers its services by hand. [BeaconJar] puts the classes
/// of this package into a bundle of their own, whole or broken in one of several ways.
package org.rtsock.itests.beacon;
