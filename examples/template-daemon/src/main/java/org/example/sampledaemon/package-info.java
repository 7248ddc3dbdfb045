// SPDX-License-Identifier: Apache-2.0
/// A daemon: [SampleDaemon] is a listener service, and so a socket on the listener lists of the appliance for as long as it is registered.
@NullMarked
package org.example.sampledaemon;

import org.jspecify.annotations.NullMarked;
