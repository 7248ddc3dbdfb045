// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

/// The answer to a batch that was carried out.
///
/// @param carriedOut how many of its requests; the others were refused
/// @param version    the commit that holds them; the newest one when they changed nothing
public record BatchReply(int carriedOut, long version) {}
