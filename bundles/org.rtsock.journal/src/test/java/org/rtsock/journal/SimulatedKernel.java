// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.IfdCodec;

/// Stands for the kernel: reports commits on devices to a journal reporter, and remembers each state by its version. Unlike the kernel it
/// does not fold what one commit does to one object, so a journal sees several reports of a key at one version.
final class SimulatedKernel {
    private record Stored(Ifd object, long born) {}

    final JournalReporter<Ifd> reporter;
    /// Version to index to mtu.
    final List<Map<Integer, Integer>> states = new ArrayList<>(List.of(Map.of()));
    private final Map<Integer, Stored> objects = new TreeMap<>();
    private final Cause cause = new Cause.Driver("test");
    private int values;

    SimulatedKernel(JournalBounds bounds, BlockSizes sizes) {
        reporter = new JournalReporter<>(Ifd.class, new IfdCodec(), bounds, sizes);
        reporter.attached(0);
        reporter.published(0);
    }

    /// Blocks of a record or two, and much to remember.
    static SimulatedKernel withTinyBlocks() {
        return new SimulatedKernel(new JournalBounds(1000, 1000), new BlockSizes(96, 384));
    }

    static Ifd device(int index, int mtu) {
        return new Ifd(index, "d" + index, MacAddress.NONE, mtu, true, true, "ether");
    }

    long version() {
        return states.size() - 1;
    }

    /// The work calls [#put] and [#delete].
    void commit(Runnable work) {
        work.run();
        Map<Integer, Integer> state = new HashMap<>();
        objects.forEach((index, stored) -> state.put(index, stored.object.mtu()));
        states.add(state);
        reporter.published(version());
    }

    /// Adds or changes, with a value that no object had before.
    void put(int index) {
        long version = version() + 1;
        Stored old = objects.get(index);
        Stored stored = new Stored(device(index, ++values), old == null ? version : old.born);
        objects.put(index, stored);
        reporter.report(old == null ? Operation.ADD : Operation.CHANGE, stored.object, version, stored.born, cause);
    }

    /// Deletes if it is there.
    void delete(int index) {
        Stored old = objects.remove(index);
        if (old != null) {
            reporter.report(Operation.DELETE, old.object, version() + 1, old.born, cause);
        }
    }

    long counter(String name) {
        return reporter.read().getOrDefault(name, -1L);
    }
}
