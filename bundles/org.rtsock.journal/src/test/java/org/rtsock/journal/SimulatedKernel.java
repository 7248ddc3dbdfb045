// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.IfdCodec;

/// Stands for the kernel: reports commits on devices to journal reporters, and remembers each state by its version. Unlike the kernel it
/// does not fold what one commit does to one object, so a journal sees several reports of an object at one version.
final class SimulatedKernel {
    private record Stored(Ifd object, int slot, long born, long version) {}

    /// The end of a life.
    record Grave(Ifd object, long born, long version) {}

    /// The one that was there from the start.
    final JournalReporter<Ifd> reporter;
    /// Version to index to mtu.
    final List<Map<Integer, Integer>> states = new ArrayList<>(List.of(Map.of()));
    /// All deletes so far but those of objects that came and went in one commit.
    final List<Grave> graves = new ArrayList<>();
    private final List<JournalReporter<Ifd>> reporters = new ArrayList<>();
    private final Map<Integer, Stored> objects = new TreeMap<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private final Cause cause = new Cause.Driver("test");
    private int slots;
    private int values;

    SimulatedKernel(JournalBounds bounds, BlockSizes sizes) {
        reporter = attach(bounds, sizes, 0);
    }

    /// Blocks of a record or two, and much to remember.
    static SimulatedKernel withTinyBlocks() {
        return new SimulatedKernel(bounds(1000, 1000), new BlockSizes(96, 384));
    }

    static JournalBounds bounds(int resumeWindow, int maxTombstones) {
        return new JournalBounds(resumeWindow, maxTombstones, 1 << 20);
    }

    static Ifd device(int index, int mtu) {
        return new Ifd(index, "d" + index, MacAddress.NONE, mtu, true, true, "ether");
    }

    /// A reporter that comes now: it is given the newest deletes and the state.
    ///
    /// @param forgotten how many of the deletes so far it is not given
    JournalReporter<Ifd> attach(JournalBounds bounds, BlockSizes sizes, int forgotten) {
        JournalReporter<Ifd> late = new JournalReporter<>(Ifd.class, new IfdCodec(), bounds, sizes);
        late.attached(forgotten == 0 ? 0 : graves.get(forgotten - 1).version);
        record Report(Operation operation, int slot, Ifd object, long version, long born) {}
        List<Report> reports = new ArrayList<>();
        for (Grave grave : graves.subList(forgotten, graves.size())) {
            reports.add(new Report(Operation.DELETE, ReportSink.NO_SLOT, grave.object, grave.version, grave.born));
        }
        for (Stored stored : objects.values()) {
            Operation operation = stored.born == stored.version ? Operation.ADD : Operation.CHANGE;
            reports.add(new Report(operation, stored.slot, stored.object, stored.version, stored.born));
        }
        reports.sort(Comparator.comparingLong(Report::version));
        for (Report report : reports) {
            late.report(report.operation, report.slot, report.object, report.version, report.born, cause);
        }
        late.published(version());
        reporters.add(late);
        return late;
    }

    /// Takes a reporter off again.
    void detach(JournalReporter<Ifd> reporter) {
        reporters.remove(reporter);
        reporter.close();
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
        reporters.forEach(each -> each.published(version()));
    }

    /// Adds or changes, with a value that no object had before.
    void put(int index) {
        long version = version() + 1;
        Stored old = objects.get(index);
        int slot = old == null ? takeSlot() : old.slot;
        Stored stored = new Stored(device(index, ++values), slot, old == null ? version : old.born, version);
        objects.put(index, stored);
        report(old == null ? Operation.ADD : Operation.CHANGE, stored, version);
    }

    /// Deletes if it is there.
    void delete(int index) {
        Stored old = objects.remove(index);
        if (old != null) {
            long version = version() + 1;
            freeSlots.add(old.slot);
            if (old.born < version) {
                graves.add(new Grave(old.object, old.born, version));
            }
            report(Operation.DELETE, old, version);
        }
    }

    long counter(String name) {
        return reporter.read().getOrDefault(name, -1L);
    }

    private void report(Operation operation, Stored stored, long version) {
        reporters.forEach(each -> each.report(operation, stored.slot, stored.object, version, stored.born, cause));
    }

    /// Sometimes the slot that became free last, sometimes another one.
    private int takeSlot() {
        if (freeSlots.isEmpty()) {
            return slots++;
        }
        return values % 2 == 0 ? freeSlots.removeLast() : freeSlots.removeFirst();
    }
}
