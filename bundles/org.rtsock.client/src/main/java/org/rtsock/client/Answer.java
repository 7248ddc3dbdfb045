// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import org.rtsock.api.wire.TypeDescriptor;

/// The appliance's answer to a request that was carried out.
///
/// @param object  as it is stored now; the deleted one for DELETE; the match for GET
/// @param version the commit that holds it
public record Answer(TypeDescriptor type, FieldValues object, long version) {}
