// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// How far a neighbor is known to be reachable: `NUD_` of `uapi/linux/neighbour.h`, in the words of `ip neighbor`.
public enum NeighborState {
    NONE(0x00, "none"),
    INCOMPLETE(0x01, "incomplete"),
    REACHABLE(0x02, "reachable"),
    STALE(0x04, "stale"),
    DELAY(0x08, "delay"),
    PROBE(0x10, "probe"),
    FAILED(0x20, "failed"),
    NOARP(0x40, "noarp"),
    PERMANENT(0x80, "permanent");

    /// For the descriptor of the type: readers that were built before it use the words, too.
    static final Map<Integer, String> WORDS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(NeighborState::number, NeighborState::word));

    private final int number;
    private final String word;

    NeighborState(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /// The host's number, which is also what travels in frames: 0 to 255.
    public int number() {
        return number;
    }

    /// The name in text and JSON.
    public String word() {
        return word;
    }

    /// @throws RoutingException EINVAL for a number without a state
    public static NeighborState of(int number) {
        for (NeighborState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new RoutingException(Errno.EINVAL, "neighbor state " + number + " is unknown");
    }
}
