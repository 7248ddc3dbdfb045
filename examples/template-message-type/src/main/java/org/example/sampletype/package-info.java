// SPDX-License-Identifier: Apache-2.0
/// Message type SAMPLE.
///
/// ```
///   configuration -> SampleFeed -> kernel core -> SampleReporter -> listeners
///                                                 SampleCodec
/// ```
///
/// [SamplePlugIn] is the one component; it makes the others and takes them away again. None has state of its own beyond what it inherits:
/// the state is the kernel core's.
@NullMarked
package org.example.sampletype;

import org.jspecify.annotations.NullMarked;
