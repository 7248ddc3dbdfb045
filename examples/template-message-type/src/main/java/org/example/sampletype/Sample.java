// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;

/// CHANGE: an object of your type, here an address with a weight. Immutable and with `equals`, which a record is: the kernel tells by it
/// whether anything has changed.
///
/// An object that is a part of another one overrides [#parent]. It must be there after its parent only, and goes with it.
///
/// @param weight 0 to 2147483647
public record Sample(IpAddress address, int weight) implements ExtensionObject.Body {
    /// CHANGE: the rank stands behind the types that yours depends on (ifd 10, ifl 20, iff 30, ifa 40, rttable 50) and before those that
    /// depend on it. The number, 64 to 65535, and both names are yours alone: an appliance refuses a second type with one of them. No flag:
    /// listeners ask for it by its word.
    public static final MessageType TYPE = new MessageType(65000, "SAMPLE", "sample", 45, 0);

    /// CHANGE: refuse here what does not fit a field. Nothing that gets past this may make the codec throw: the type would be out.
    ///
    /// @throws RoutingException EINVAL for a weight below 0
    public Sample {
        if (weight < 0) {
            throw new RoutingException(Errno.EINVAL, "weight " + weight + " of " + address + " is less than 0");
        }
    }

    /// CHANGE: what tells your objects apart, here the address; a record where it is more than one field.
    public ExtensionObject object() {
        return new ExtensionObject(new ExtensionObject.Key(TYPE, address), this);
    }
}
