// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;

/// Tells the net effect of a commit: to the reporters, to the memory of deletes, to the counters, and to those who look up routes. Guarded
/// by the kernel's lock.
final class Publisher {
    /// Routes that are published under one write lock: readers wait for no more than these.
    private static final int BURST = 32;

    private final RouteStore store;
    private final RouteRows rows;
    private final Graveyard graveyard;
    private final SinkLists sinks;
    private final SinkList routeSinks;
    private final Counters counters;
    /// Without a meaning, see [PrefixTrie#touch].
    private long touched;
    /// What reporters are lent.
    private final RouteRow lent = new RouteRow();

    Publisher(RouteStore store, Graveyard graveyard, SinkLists sinks, Counters counters) {
        this.store = store;
        this.rows = store.rows();
        this.graveyard = graveyard;
        this.sinks = sinks;
        this.routeSinks = sinks.of(MessageType.ROUTE);
        this.counters = counters;
    }

    /// Tells the reporters: deletes with children first, then adds and changes with parents first. Routes have their place among the types.
    void report(CommitLog log, Cause cause, long version) {
        List<Report> reports = log.objects().reports();
        RouteLog routes = log.routes();
        int next = 0;
        while (next < reports.size() && reports.get(next).isDelete() && MessageType.ROUTE.compareTo(reports.get(next).type()) < 0) {
            report(reports.get(next++));
        }
        deletes(routes, cause, version);
        while (next < reports.size() && (reports.get(next).isDelete() || reports.get(next).type().compareTo(MessageType.ROUTE) < 0)) {
            report(reports.get(next++));
        }
        values(routes, cause, version);
        while (next < reports.size()) {
            report(reports.get(next++));
        }
    }

    private void report(Report report) {
        if (report.isDelete()) {
            graveyard.bury(report);
        }
        counters.count(report);
        sinks.of(report.type()).report(report);
    }

    private void deletes(RouteLog log, Cause cause, long version) {
        long request = RouteRows.pair(cause.pid(), cause.seq());
        int deletes = 0;
        for (int step = 0; step < log.size(); step++) {
            if (log.isEnd(step)) {
                int row = log.row(step);
                long born = log.bornBefore(step);
                store.fill(lent, row, log.attributesBefore(step));
                graveyard.routes().bury(lent, version, born, rows.writer(row), request);
                routeSinks.report(Operation.DELETE, row, lent, version, born, cause);
                deletes++;
            }
        }
        counters.count(MessageType.ROUTE, -deletes);
    }

    private void values(RouteLog log, Cause cause, long version) {
        boolean silent = routeSinks.isEmpty();
        int adds = 0;
        for (int step = 0; step < log.size(); step++) {
            int attributes = log.attributesNow(step);
            if (attributes != 0) {
                int row = log.row(step);
                long born = rows.born(row);
                adds += born == version ? 1 : 0;
                if (!silent) {
                    store.fill(lent, row, attributes);
                    routeSinks.report(born == version ? Operation.ADD : Operation.CHANGE, row, lent, version, born, cause);
                }
            }
        }
        counters.count(MessageType.ROUTE, adds);
    }

    /// Shows the routes to those who look them up.
    void forward(RouteLog log) {
        for (int step = 0; step < log.size(); ) {
            int end = Math.min(step + BURST, log.size());
            RouteTable table = store.tableOf(log.row(step));
            for (int next = step; next < end; next++) {
                touched += table.forwarding().trie().touch(rows.high(log.row(next)));
            }
            long stamp = table.forwarding().beginWrite();
            try {
                do {
                    table.publish(log.row(step++));
                } while (step < end && rows.table(log.row(step)) == table.number());
            } finally {
                table.forwarding().endWrite(stamp);
            }
        }
    }

    /// Wakes the reporters of the types that were touched.
    void wake(CommitLog log, long version) {
        if (!log.objects().reports().isEmpty()) {
            Set<MessageType> types = new LinkedHashSet<>();
            log.objects().reports().forEach(report -> types.add(report.type()));
            types.forEach(type -> sinks.of(type).published(version));
        }
        if (log.routes().size() > 0) {
            routeSinks.published(version);
        }
    }
}
