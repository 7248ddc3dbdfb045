// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.itests.kills.KillTally.Of;
import org.rtsock.testkit.Await;

/// Daemons and the appliance are killed at random moments under load, over unix and tcp. After each round every daemon must hold what the
/// kernel holds, and each subscription must have been a resume where one is promised, a snapshot where there can be no other.
///
/// `-Drtsock.kills=N` says how many, `-Drtsock.seed=N` repeats a choice of rounds.
public class KillsIT {
    private static final int DAEMONS = 16;
    /// Deletes that the appliance remembers.
    private static final int WINDOW = 20_000;
    /// Of the window: versions within a batch, and blocks of tombstones, make its edge a blurred one.
    private static final int BLUR = 2_000;
    private static final int MOST_AT_ONCE = 12;
    private static final int RARE_ROUNDS = 3;
    /// Kills.
    private static final long REPORT_EVERY = 20;
    private static final long MOST_NANOS_BEFORE_A_KILL = TimeUnit.MILLISECONDS.toNanos(300);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final long seed = Long.getLong("rtsock.seed", System.nanoTime());
    private final int kills = Integer.getInteger("rtsock.kills", 12);
    private final Random random = new Random(seed);
    private final KillTally tally = new KillTally();
    private final List<DaemonHandle> daemons = new ArrayList<>();
    /// How many subscriptions of each daemon have been judged.
    private final Map<DaemonHandle, Integer> judged = new HashMap<>();
    private KillsLab lab;
    private RandomWriter writer;
    private long epoch;

    @Before
    public void start() throws Exception {
        System.out.println("seed " + seed + ", " + kills + " kills");
        Path folder = temporary.getRoot().toPath().toRealPath();
        lab = KillsLab.make(folder, WINDOW);
        writer = new RandomWriter(lab.unix(), seed);
        for (int i = 0; i < DAEMONS; i++) {
            boolean stores = i % 4 < 2;
            boolean tcp = i % 2 == 1;
            String name = (stores ? "stored-" : "replica-") + (tcp ? "tcp-" : "unix-") + i;
            daemons.add(DaemonHandle.start(name, folder, stores, lab.where(tcp)));
        }
        epoch = lab.place().epoch();
    }

    @After
    public void leaveNothing() throws Exception {
        if (writer != null) {
            writer.close();
        }
        for (DaemonHandle daemon : daemons) {
            daemon.kill();
            assertFalse(daemon + " is left", daemon.isAlive());
        }
        if (lab != null) {
            lab.close();
            lab.requireNothingLeft();
        }
    }

    @Test
    public void everyReplicaIsTheKernelAfterAnyKill() throws Exception {
        settle(daemons);
        long begin = System.nanoTime();
        long next = REPORT_EVERY;
        while (tally.kills() < kills || tally.of(Of.ROUNDS) < RARE_ROUNDS) {
            round();
            if (tally.kills() >= next) {
                System.out.println(seconds(begin) + " s: " + tally);
                next = tally.kills() + REPORT_EVERY;
            }
        }
        System.out.println(summary(begin));
        assertTrue("no resume", tally.of(Of.RESUMES) > 0);
        assertTrue("no snapshot of another epoch", tally.of(Of.SNAPSHOTS_OF_ANOTHER_EPOCH) > 0);
        assertTrue("no snapshot of a daemon that was away for too long", tally.of(Of.SNAPSHOTS_OF_THE_TOO_OLD) > 0);
    }

    private static long seconds(long begin) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    private String summary(long begin) {
        long torn = daemons.stream().mapToLong(DaemonHandle::tornTails).sum();
        return "seed " + seed + ", " + seconds(begin) + " s: " + tally + ", torn tails " + torn + ", writes " + writer.written();
    }

    /// The rare rounds come first, so that a short run has each of them.
    private void round() throws Exception {
        long number = tally.of(Of.ROUNDS);
        tally.add(Of.ROUNDS, 1);
        LockSupport.parkNanos(random.nextLong(MOST_NANOS_BEFORE_A_KILL));
        long dice = number < RARE_ROUNDS ? number : random.nextInt(10);
        if (dice == 0) {
            killAppliance();
        } else if (dice == 1) {
            breakConnections();
        } else {
            killDaemons(dice == 2);
        }
    }

    private void killDaemons(boolean awayForTooLong) throws Exception {
        List<DaemonHandle> victims = victims();
        if (awayForTooLong && victims.stream().noneMatch(DaemonHandle::stores)) {
            victims.add(daemons.getFirst());
        }
        for (DaemonHandle victim : victims) {
            kill(victim);
        }
        if (awayForTooLong) {
            tally.add(Of.ABSENCES_TOO_LONG, 1);
            writer.overflow(WINDOW + 2 * BLUR);
        }
        restart(victims);
        settle(victims);
    }

    /// A kernel that begins anew, and sometimes daemons that begin anew meanwhile.
    private void killAppliance() throws Exception {
        lab.kill();
        tally.add(Of.KILLS_OF_THE_APPLIANCE, 1);
        List<DaemonHandle> victims = random.nextBoolean() ? victims() : List.of();
        for (DaemonHandle victim : victims) {
            kill(victim);
        }
        lab.start();
        restart(victims);
        long before = epoch;
        epoch = lab.place().epoch();
        assertTrue("the kernel has begun anew in epoch " + before, epoch != before);
        Await.until("the writer", () -> writer.writesTo(epoch));
        settle(daemons);
    }

    private void breakConnections() throws Exception {
        tally.add(Of.TRANSPORTS_CONFIGURED_ANEW, 1);
        lab.configure();
        settle(daemons);
    }

    private List<DaemonHandle> victims() {
        List<DaemonHandle> victims = new ArrayList<>();
        for (int count = 1 + random.nextInt(MOST_AT_ONCE); count > 0; count--) {
            DaemonHandle victim = daemons.get(random.nextInt(DAEMONS));
            if (!victims.contains(victim)) {
                victims.add(victim);
            }
        }
        return victims;
    }

    private void kill(DaemonHandle victim) throws Exception {
        judge(victim);
        victim.kill();
        tally.add(Of.KILLS_OF_DAEMONS, 1);
    }

    private static void restart(List<DaemonHandle> victims) throws Exception {
        for (DaemonHandle victim : victims) {
            victim.restart();
        }
    }

    /// Waits until those who lost their connection have a new one, then compares all.
    private void settle(List<DaemonHandle> expected) throws Exception {
        for (DaemonHandle daemon : expected) {
            daemon.awaitFirst(judged.getOrDefault(daemon, 0), first -> first.reached().epoch() == epoch);
        }
        for (DaemonHandle daemon : daemons) {
            judge(daemon);
        }
        writer.quietly(this::compare);
    }

    /// Holds each new subscription against what is promised.
    private void judge(DaemonHandle daemon) {
        List<FirstMark> firsts = daemon.firsts();
        for (FirstMark first : firsts.subList(judged.getOrDefault(daemon, 0), firsts.size())) {
            ResumePoint held = first.held();
            if (held.epoch() != first.reached().epoch()) {
                assertFalse(daemon + " resumed what is no more: " + first, first.resumed());
                tally.add(held.epoch() == 0 ? Of.SNAPSHOTS_OF_NEWCOMERS : Of.SNAPSHOTS_OF_ANOTHER_EPOCH, 1);
                continue;
            }
            long deletes = writer.deletesBetween(held, first.reached());
            String what = daemon + ", " + deletes + " deletes after " + first;
            assertTrue(what, first.resumed() || deletes > WINDOW - BLUR);
            assertFalse(what, first.resumed() && deletes > WINDOW + BLUR);
            tally.add(first.resumed() ? Of.RESUMES : Of.SNAPSHOTS_OF_THE_TOO_OLD, 1);
        }
        judged.put(daemon, firsts.size());
    }

    private void compare() throws Exception {
        Map<String, String> truth = new HashMap<>();
        ResumePoint place = lab.dump(truth);
        for (DaemonHandle daemon : daemons) {
            daemon.ask(place);
        }
        for (DaemonHandle daemon : daemons) {
            Map<String, String> held = daemon.state();
            assertEquals(daemon + " at " + place, "", difference(truth, held));
            tally.add(Of.STATES_COMPARED, 1);
            tally.add(Of.OBJECTS_COMPARED, held.size());
        }
    }

    private static String difference(Map<String, String> truth, Map<String, String> held) {
        StringBuilder text = new StringBuilder();
        truth.forEach((key, value) -> {
            if (!value.equals(held.get(key))) {
                text.append("\n  the kernel has ").append(value).append(", it holds ").append(held.get(key));
            }
        });
        held.forEach((key, value) -> {
            if (!truth.containsKey(key)) {
                text.append("\n  it holds ").append(value).append(", which is no more");
            }
        });
        return text.toString();
    }
}
