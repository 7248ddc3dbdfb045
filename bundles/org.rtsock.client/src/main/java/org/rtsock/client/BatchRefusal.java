// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import org.rtsock.api.RoutingException;

/// An item of a batch that was refused while others were carried out.
///
/// @param index of the item in the whole batch, from 0
/// @param why   its errno and text
public record BatchRefusal(long index, RoutingException why) {}
