// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

/// What the routes take.
///
/// @param attributes different sets of attributes
/// @param rows       bytes of the rows, free ones included
/// @param exact      bytes of exact match
/// @param longest    bytes of longest match
record RouteSizes(int attributes, long rows, long exact, long longest) {}
