// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

/// What became of a batch.
///
/// @param carriedOut how many of its items
/// @param refused    how many were refused; 0 for a transaction, which is refused as a whole
/// @param version    the newest commit that holds some of them
public record BatchAnswer(long carriedOut, long refused, long version) {}
