// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// Names of the numbers in the ENUM fields of the built-in types.
final class FieldWords {
    static final Map<Integer, String> FAMILIES = words(Family.values(), Family::number, Family::word);
    static final Map<Integer, String> ROUTE_TYPES = words(RouteType.values(), RouteType::number, RouteType::word);
    static final Map<Integer, String> ROUTE_STATES = words(RouteState.values(), RouteState::ordinal, RouteState::word);
    static final Map<Integer, String> ROUTE_METRICS = words(RouteMetric.values(), metric -> metric.ordinal() + 1, RouteMetric::word);
    static final Map<Integer, String> ROUTE_FLAGS = words(RouteFlag.values(), flag -> flag.ordinal() + 1, RouteFlag::word);
    static final Map<Integer, String> ERRNOS = words(Errno.values(), Errno::number, Errno::name);

    private FieldWords() {}

    private static <E> Map<Integer, String> words(E[] values, Function<E, Integer> number, Function<E, String> word) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(number, word));
    }
}
