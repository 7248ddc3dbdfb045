// SPDX-License-Identifier: Apache-2.0
/// JMH benchmarks of the parts, for those who work on one: `bench/run --jmh [PATTERN]`. They verify little; the programs of
/// `org.rtsock.bench` do. Each is written against the contracts, so it measures the same whatever the part looks like inside.
@NullMarked
package org.rtsock.bench.micro;

import org.jspecify.annotations.NullMarked;
