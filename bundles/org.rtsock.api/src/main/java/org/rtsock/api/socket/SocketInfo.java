// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.util.List;

/// A socket as `show listeners` lists it.
///
/// @param types     words of the types on whose lists it is
/// @param cursor    version up to which it has read
/// @param lag       versions between that and the newest
/// @param coalesced changes that it was not given one by one, because newer ones of the same object had come before it read
/// @param dropped   messages that did not fit its receive buffer
/// @param state     `listening`, `open` when it is on no list, or `parked: ` and why: a listener service that is kept off the lists, and for
///                  which nothing is kept
public record SocketInfo(
        int id,
        String protocol,
        String origin,
        String user,
        int pid,
        List<String> types,
        long cursor,
        long lag,
        long coalesced,
        long dropped,
        String state) {}
