// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.HashSet;
import java.util.Set;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;

/// Payloads of LISTEN and DUMP.
///
/// ```
///   DUMP:    U32 flags   LIST of TEXT words   filter
///   LISTEN:  the same, then   U64 epoch   U64 version
///
///   filter:  U32 table   U8 family   PREFIX   LIST of U8 protocols   U32 priority
/// ```
final class ListenPayload {
    private ListenPayload() {}

    /// @throws org.rtsock.api.RoutingException EINVAL or EAFNOSUPPORT naming the field
    static AsyncMode read(FieldReader in) {
        AsyncMode wanted = readWithoutPlace(in);
        long epoch = in.u64();
        long version = in.u64();
        boolean fresh = epoch == 0 && version == 0;
        return fresh ? wanted : new AsyncMode(wanted.flags(), wanted.words(), wanted.filter(), new ResumePoint(epoch, version));
    }

    /// What is asked for, from nothing on.
    ///
    /// @throws org.rtsock.api.RoutingException EINVAL or EAFNOSUPPORT naming the field
    static AsyncMode readWithoutPlace(FieldReader in) {
        int flags = (int) in.u32();
        Set<String> words = new HashSet<>();
        for (int count = in.u16(); count > 0; count--) {
            String word = in.text();
            in.require(isWord(word), "'" + word + "' is not the word of a message type");
            words.add(word);
        }
        return new AsyncMode(flags, words, Filter.read(in), null);
    }

    private static boolean isWord(String text) {
        boolean fits = !text.isEmpty() && text.charAt(0) >= 'a';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            fits &= c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
        }
        return fits;
    }
}
