// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// Commits of one to a few operations on a small world, so that the same objects come, change and go again and again. Many operations are
/// refused, some commits are undone as a whole.
public final class RandomCommits {
    /// Name of the driver that commits.
    public static final String DRIVER = "random";
    static final List<Integer> TABLES = List.of(RtTable.MAIN, 100);

    private static final Cause CAUSE = new Cause.Driver(DRIVER);
    private static final int DEVICES = 5;
    private static final List<Integer> LENGTHS = List.of(14, 16, 24, 32);
    private static final List<Integer> LENGTHS6 = List.of(32, 64, 128);
    private static final List<Integer> PROTOCOLS = List.of(RouteProtocol.STATIC, RouteProtocol.BOOT, 186);

    /// Thrown to have a commit undone.
    private static final class Regret extends RuntimeException {
        private static final long serialVersionUID = 1;

        Regret() {
            super("undone", null, false, false);
        }
    }

    private final Kernel kernel;
    private final Random random;
    private final int above;
    private final List<Integer> tables;
    private final RouteRow row = new RouteRow();

    RandomCommits(Kernel kernel, Random random) {
        this(kernel, random, 0);
    }

    /// @param above added to the indexes of devices and to the numbers of tables
    public RandomCommits(Kernel kernel, Random random, int above) {
        this.kernel = kernel;
        this.random = random;
        this.above = above;
        this.tables = TABLES.stream().map(id -> above + id).toList();
    }

    /// Commits once.
    ///
    /// @return operations tried
    public int commit() {
        if (random.nextInt(12) == 0) {
            tell();
            return 1;
        }
        int operations = random.nextInt(4) == 0 ? random.nextInt(1, 30) : 1;
        boolean regretted = random.nextInt(20) == 0;
        try {
            kernel.commit(CAUSE, tx -> {
                for (int i = 0; i < operations; i++) {
                    attempt(tx);
                }
                if (regretted) {
                    throw new Regret();
                }
            });
        } catch (Regret e) {
            // as it was meant
        }
        return operations;
    }

    /// What is no transaction: routers that redirect, lookups that are reported.
    private void tell() {
        Family family = family();
        try {
            switch (random.nextInt(4)) {
                case 0 -> kernel.resolve(CAUSE, table(), address(family));
                case 1 -> kernel.losing(CAUSE, table(), address(family));
                default -> redirect(family);
            }
        } catch (RoutingException e) {
            // Refused.
        }
    }

    /// Mostly by the router in use, else hardly any would be taken.
    private void redirect(Family family) {
        IpAddress destination = address(family);
        Route route = kernel.lookup(tables.getFirst(), destination);
        IpAddress author = route == null || route.nexthops().isEmpty() ? null : route.nexthops().getFirst().gateway();
        Redirect.Key key = new Redirect.Key(tables.getFirst(), Prefix.of(destination));
        kernel.redirect(CAUSE, new Redirect(key, address(family), author == null ? address(family) : author, false));
    }

    private void attempt(Transaction tx) {
        try {
            operate(tx);
        } catch (RoutingException e) {
            // Refused: whether rightly so is what the kernel core's own tests are about.
        }
    }

    private void operate(Transaction tx) {
        switch (random.nextInt(24)) {
            case 0 -> tx.remove(parentKey());
            case 1, 2, 3 -> tx.put(parent());
            case 4 -> tx.delete(new Ifa.Key(index(), address(Family.INET), Prefix.containing(address(Family.INET), 24)));
            case 5, 6 -> tx.put(address());
            case 7, 8 -> tx.put(route());
            case 9 -> tx.add(route());
            case 10 -> tx.change(route());
            case 11, 12 -> tx.remove(route().key());
            case 13 -> derived(tx);
            case 14, 15, 16 -> tx.remove(row.set(route()));
            case 17 -> tx.add(row.set(route()));
            default -> tx.put(row.set(route()));
        }
    }

    private void derived(Transaction tx) {
        Family family = family();
        if (random.nextBoolean()) {
            tx.remove(new Redirect.Key(tables.getFirst(), Prefix.of(address(family))));
        } else {
            RtStats.Key key = new RtStats.Key(table(), family, PROTOCOLS.get(random.nextInt(PROTOCOLS.size())));
            tx.change(new RtStats(key, 0, RtStats.Counts.ZERO));
        }
    }

    private RoutingKey parentKey() {
        return switch (random.nextInt(8)) {
            case 0 -> new Ifd.Key(index());
            case 1, 2 -> new Ifl.Key(index());
            case 3, 4, 5, 6 -> new Iff.Key(index(), family());
            default -> new RtTable.Key(table(), family());
        };
    }

    private RoutingObject parent() {
        int index = index();
        return switch (random.nextInt(4)) {
            case 0 -> new Ifd(index, "e" + index + (random.nextInt(8) == 0 ? "x" : ""), MacAddress.NONE, 1500, random.nextBoolean(), true, "");
            case 1 -> new Ifl(index, "e" + index + ".0", index, 0, random.nextBoolean());
            case 2 -> new Iff(index, family(), 1400 + random.nextInt(3));
            default -> new RtTable(table(), "t" + random.nextInt(2), family());
        };
    }

    private Ifa address() {
        Family family = family();
        IpAddress local = address(family);
        return new Ifa(index(), local, Prefix.containing(local, family == Family.INET ? 24 : 64), null, null);
    }

    private Route route() {
        Family family = family();
        List<Integer> lengths = family == Family.INET ? LENGTHS : LENGTHS6;
        Prefix prefix = Prefix.containing(address(family), lengths.get(random.nextInt(lengths.size())));
        Route.Key key = Route.Key.of(table(), prefix, random.nextInt(2) * 10);
        int protocol = PROTOCOLS.get(random.nextInt(PROTOCOLS.size()));
        if (random.nextInt(6) == 0) {
            return new Route(key, protocol, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
        }
        return new Route(key, protocol, RouteType.UNICAST, legs(family), RouteState.STORED, null);
    }

    /// Now and then so many that a cut does not fit one read.
    private List<Nexthop> legs(Family family) {
        int count = random.nextInt(500) == 0 ? 1000 : random.nextInt(1, 3);
        int index = index();
        List<Nexthop> legs = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> legs.add(Nexthop.via(address(family), i == 0 ? index : index())));
        return legs;
    }

    private IpAddress address(Family family) {
        int spread = random.nextInt(12);
        return switch (family) {
            case INET -> new IpAddress(family, (long) (0x0a00_0000 | (spread % 3) << 16 | (spread & 3) << 8 | random.nextInt(3)) << 32, 0);
            case INET6 -> new IpAddress(family, 0x2001_0db8_0000_0000L | spread, random.nextInt(3));
        };
    }

    private Family family() {
        return random.nextInt(3) == 0 ? Family.INET6 : Family.INET;
    }

    private int table() {
        return tables.get(random.nextInt(4) == 0 ? 1 : 0);
    }

    private int index() {
        return above + random.nextInt(1, DEVICES + 1);
    }
}
