// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.rtsock.api.message.Family;

/// What is owed: the families whose routes may differ from the host's, and when to dump them again. Links and addresses are part of every
/// dump.
///
/// A dump waits until the host is quiet, but not for long; until some times the duration of the last one has passed, so that dumping takes
/// a bounded share of the machine however large the tables and however busy the host; and after an overrun for the configured interval.
/// Belongs to the driver's thread.
final class ResyncPlan {
    static final Set<Family> NONE = Set.of();
    static final Set<Family> INET = Set.of(Family.INET);
    static final Set<Family> INET6 = Set.of(Family.INET6);
    static final Set<Family> BOTH = Set.of(Family.INET, Family.INET6);

    private static final long MILLI = 1_000_000;
    private static final long QUIET_NANOS = 10 * MILLI;
    private static final long PATIENCE_NANOS = 200 * MILLI;
    /// Pause after a dump in durations of it, and the longest one: where something is known to be open...
    private static final int PACE_STALE = 2;
    private static final long LONGEST_STALE_NANOS = 2_000 * MILLI;
    /// ...and where it most likely is not.
    private static final int PACE_DOUBT = 50;
    private static final long LONGEST_DOUBT_NANOS = 30_000 * MILLI;

    private final LongSupplier clock;
    private final long intervalNanos;
    private final EnumSet<Family> families = EnumSet.noneOf(Family.class);
    private boolean owed;
    private boolean stale;
    private boolean overrun;
    private final Trust trust = new Trust();
    private long owedSince;
    private long lastHeard;
    private boolean firstDone;
    private long began;
    private long ended;
    private long took;
    private long nextAfterOverrun;

    /// @param clock nanoseconds since some time before now, from 0 up
    ResyncPlan(LongSupplier clock, int intervalMillis) {
        this.clock = clock;
        this.intervalNanos = intervalMillis * MILLI;
    }

    /// The routes of these families are known to be out of date, or nobody can tell.
    void stale(Set<Family> which) {
        owe(which);
        stale = true;
    }

    /// The routes of these families are believed to be right, which a dump is to confirm when there is time.
    void doubt(Set<Family> which) {
        owe(which);
    }

    /// Events were lost.
    void overrun() {
        stale(BOTH);
        overrun = true;
    }

    /// Events came.
    void heard() {
        lastHeard = clock.getAsLong();
    }

    /// @return nanoseconds until a dump is due, 0 when it is, [Long#MAX_VALUE] when none is owed
    long nanosUntilDue() {
        if (!owed) {
            return Long.MAX_VALUE;
        }
        long settled = Math.min(lastHeard + QUIET_NANOS, owedSince + PATIENCE_NANOS);
        long pause = stale ? Math.min(PACE_STALE * took, LONGEST_STALE_NANOS) : Math.min(PACE_DOUBT * took, LONGEST_DOUBT_NANOS);
        long due = Math.max(settled, ended + pause);
        return Math.max(0, (overrun ? Math.max(due, nextAfterOverrun) : due) - clock.getAsLong());
    }

    /// Whether the next dump follows an overrun, so that everything that waits to be read is of no use any more.
    boolean afterOverrun() {
        return overrun;
    }

    /// A dump begins that pays all that is owed.
    ///
    /// @return the families whose routes it must cover
    Set<Family> begin() {
        began = clock.getAsLong();
        if (overrun) {
            nextAfterOverrun = began + intervalNanos;
        }
        Set<Family> due = families.isEmpty() ? NONE : EnumSet.copyOf(families);
        families.clear();
        owed = false;
        stale = false;
        overrun = false;
        return due;
    }

    /// Whether what is missing in a dump is to be taken as gone, see [Trust].
    boolean trusts(boolean undisturbed) {
        return trust.in(undisturbed);
    }

    /// The dump has been applied.
    void end(boolean undisturbed) {
        trust.dumped(undisturbed);
        ended = clock.getAsLong();
        // The first one tells nothing of the next: it loads the code and fills an empty kernel core.
        took = firstDone ? ended - began : 0;
        firstDone = true;
    }

    private void owe(Set<Family> which) {
        if (!owed) {
            owed = true;
            owedSince = clock.getAsLong();
        }
        families.addAll(which);
    }
}
