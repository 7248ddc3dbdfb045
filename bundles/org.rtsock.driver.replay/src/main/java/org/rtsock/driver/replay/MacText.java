// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MacAddress;

/// Text of a link-layer address: pairs of hexadecimal digits joined by colons.
final class MacText {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){0,7}");

    private MacText() {}

    /// @throws RoutingException EINVAL naming the text
    static MacAddress parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Refusal.of("'" + Refusal.shown(text) + "' is not one to eight bytes in hexadecimal, joined by colons");
        }
        byte[] bytes = HexFormat.ofDelimiter(":").parseHex(text);
        return MacAddress.ofBytes(bytes, 0, bytes.length);
    }
}
