// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.List;
import java.util.random.RandomGenerator;

/// Makes up `ip` commands that touch everything that is mirrored. Many are refused by the host, which is as good a test as any.
final class RandomOperations {
    private static final List<String> LINKS = List.of("v0", "v0", "w0", "w0", "v1", "v1", "w1", "v2", "w2", "br0", "br1", "mv0", "lo");
    private static final List<String> TABLES = List.of("main", "main", "main", "local", "100", "70000");
    private static final List<String> KINDS = List.of("blackhole", "unreachable", "prohibit", "throw");
    private static final List<String> VERBS = List.of("add", "add", "add", "replace", "append", "prepend", "change", "del", "del");
    private static final List<String> MTUS = List.of("1500", "1500", "1400", "1280", "1279", "576", "9000");

    /// Something to start with, so that not everything is refused.
    static final List<String> BEGIN = List.of(
            "link add v0 type veth peer name w0",
            "link add v1 type veth peer name w1",
            "link add v2 type veth peer name w2",
            "link set v0 up",
            "link set w0 up",
            "link set v1 up",
            "link set w1 up",
            "addr add 10.0.0.1/24 brd + dev v0",
            "addr add 10.0.1.1/24 brd + dev v1",
            "addr add 10.0.2.1/24 brd + dev v2");

    private final RandomGenerator random;
    private final String elsewhere;

    /// @param elsewhere name of a namespace to move links to
    RandomOperations(RandomGenerator random, String elsewhere) {
        this.random = random;
        this.elsewhere = elsewhere;
    }

    /// A command for the namespace that is mirrored.
    String next() {
        return switch (random.nextInt(100)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> upOrDown();
            case 12, 13, 14, 15, 16, 17, 18, 19, 20 -> makeOrRemoveLink();
            case 21, 22, 23, 24, 25, 26, 27 -> changeLink();
            case 28 -> "link set %s netns %s".formatted(link(), elsewhere);
            case 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44 -> address();
            case 45, 46, 47, 48, 49 -> nexthop();
            case 50, 51, 52 -> flush();
            case 53 -> "-4 rule %s from 192.0.2.0/24 table 100".formatted(pick("add", "del"));
            default -> random.nextBoolean() ? route4() : route6();
        };
    }

    /// A command for the other namespace, which brings a link back.
    String comeBack(String home) {
        return "link set %s netns %s".formatted(link(), home);
    }

    private String upOrDown() {
        return "link set %s %s".formatted(link(), random.nextInt(6) == 0 ? "down" : "up");
    }

    private String makeOrRemoveLink() {
        int pair = random.nextInt(3);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> "link add v%d type veth peer name w%d".formatted(pair, pair);
            case 6, 7 -> "link add br%d type bridge".formatted(random.nextInt(2));
            case 8 -> "link add mv0 link %s type macvlan mode bridge".formatted(link());
            case 9 -> "link del " + link();
            default -> "link set %s up".formatted(link());
        };
    }

    private String changeLink() {
        String link = link();
        return switch (random.nextInt(6)) {
            case 0 -> "link set %s mtu %s".formatted(link, pick(MTUS));
            case 1 -> "link set %s master br%d".formatted(link, random.nextInt(2));
            case 2 -> "link set %s nomaster".formatted(link);
            case 3 -> "link set %s address 02:00:00:00:00:%02x".formatted(link, random.nextInt(1, 255));
            case 4 -> "link set %s carrier %s".formatted(link, pick("on", "off"));
            // Names are taken from each other, by way of one that nobody has.
            default -> "link set %s name %s".formatted(pick(link, "x0"), pick("x0", link()));
        };
    }

    private String address() {
        String link = link();
        int host = random.nextInt(1, 6);
        int net = random.nextInt(3);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> "addr add 10.0.%d.%d/24 brd + dev %s".formatted(net, host, link);
            case 3 -> "addr add 10.9.0.%d peer 10.9.1.%d/%s dev %s".formatted(host, random.nextInt(3), pick("32", "30"), link);
            case 4 -> "addr add 10.0.%d.%d/32 dev %s".formatted(net, host, link);
            case 5, 6 -> "addr add 2001:db8:%d::%d/64 %s dev %s".formatted(net, host, pick("nodad", ""), link);
            case 7 -> "addr add 2001:db8:9::%d peer 2001:db8:9::1%d/%s nodad dev %s"
                    .formatted(host, random.nextInt(3), pick("128", "64"), link);
            case 8 -> "addr change 2001:db8:9::%d peer 2001:db8:9::2%d nodad dev %s".formatted(host, random.nextInt(3), link);
            case 9 -> "addr del 10.0.%d.%d/24 dev %s".formatted(net, host, link);
            case 10 -> "addr del 2001:db8:%d::%d/64 dev %s".formatted(net, host, link);
            default -> "addr replace 10.0.%d.%d/24 metric %d dev %s".formatted(net, host, random.nextInt(3), link);
        };
    }

    private String nexthop() {
        int id = random.nextInt(1, 6);
        return switch (random.nextInt(9)) {
            case 0, 1 -> "nexthop %s id %d via 10.0.%d.9 dev %s".formatted(pick("add", "replace"), id, random.nextInt(3), link());
            case 2, 3 -> "nexthop %s id %d via fe80::%d dev %s".formatted(pick("add", "replace"), id, id, link());
            case 4 -> "nexthop %s id %d dev %s".formatted(pick("add", "replace"), id, link());
            case 5 -> "nexthop %s id %d group %d/%d,%d".formatted(
                    pick("add", "replace"), id + 10, id, random.nextInt(1, 4) * 10, random.nextInt(1, 6));
            case 6 -> "nexthop del id " + pick(id, id + 10);
            case 7 -> "nexthop add id %d blackhole".formatted(id);
            default -> "route %s 10.3.%d.0/24 nhid %d".formatted(pick(VERBS), random.nextInt(3), pick(id, id + 10));
        };
    }

    private String flush() {
        return switch (random.nextInt(5)) {
            case 0 -> "route flush table " + pick("100", "70000", "main");
            case 1 -> "-6 route flush table " + pick("100", "70000", "main");
            case 2 -> "addr flush dev " + link();
            case 3 -> "-6 addr flush dev " + link();
            default -> "route flush dev " + link();
        };
    }

    private String route4() {
        StringBuilder command = new StringBuilder("route ").append(pick(VERBS)).append(' ');
        boolean dead = random.nextInt(8) == 0;
        command.append(dead ? pick(KINDS) + " " : "");
        command.append(random.nextInt(12) == 0 ? "default" : "10.%d.%d.0/24".formatted(random.nextInt(20, 22), random.nextInt(4)));
        if (!dead) {
            switch (random.nextInt(8)) {
                case 0 -> command.append(" dev ").append(link());
                case 1 -> command.append(" dev %s src 10.0.%d.%d".formatted(link(), random.nextInt(3), random.nextInt(1, 6)));
                case 2, 3 -> command.append(leg4()).append(leg4()).append(random.nextBoolean() ? leg4() : "");
                case 4 -> command.append(" nhid ").append(random.nextInt(1, 6) + pick(0, 10));
                case 5 -> command.append(" via inet6 fe80::%d dev %s".formatted(random.nextInt(1, 4), link()));
                default -> command.append(" via 10.0.%d.%d".formatted(random.nextInt(3), random.nextInt(6, 9)))
                        .append(random.nextBoolean() ? " dev " + link() + " onlink" : "");
            }
        }
        return command.append(random.nextInt(6) == 0 ? " tos 0x08" : "").append(tail()).toString();
    }

    private String leg4() {
        String weight = " weight " + random.nextInt(1, 4);
        return random.nextInt(4) == 0
                ? " nexthop dev " + link() + weight
                : " nexthop via 10.0.%d.%d dev %s".formatted(random.nextInt(3), random.nextInt(6, 9), link()) + weight + " onlink";
    }

    private String route6() {
        StringBuilder command = new StringBuilder("-6 route ").append(pick(VERBS)).append(' ');
        boolean dead = random.nextInt(8) == 0;
        command.append(dead ? pick(KINDS) + " " : "");
        command.append(random.nextInt(12) == 0 ? "default" : "2001:db8:2%d::/48".formatted(random.nextInt(4)));
        command.append(random.nextInt(10) == 0 ? " from 2001:db8:99::/48" : "");
        if (!dead) {
            switch (random.nextInt(8)) {
                case 0, 1 -> command.append(" dev ").append(link());
                case 2, 3 -> command.append(leg6()).append(leg6()).append(random.nextBoolean() ? leg6() : "");
                case 4 -> command.append(" nhid ").append(random.nextInt(1, 6) + pick(0, 10));
                default -> command.append(" via fe80::%d dev %s".formatted(random.nextInt(1, 4), link()));
            }
        }
        return command.append(tail()).toString();
    }

    private String leg6() {
        String weight = " weight " + random.nextInt(1, 4);
        return random.nextInt(4) == 0
                ? " nexthop dev " + link() + weight
                : " nexthop via fe80::%d dev %s".formatted(random.nextInt(1, 4), link()) + weight;
    }

    private String tail() {
        return (random.nextInt(3) == 0 ? " metric " + pick(5, 1024, 10) : "")
                + (random.nextInt(3) == 0 ? " table " + pick(TABLES) : "")
                + (random.nextInt(5) == 0 ? " proto " + pick("static", "bgp", "kernel") : "")
                + (random.nextInt(6) == 0 ? pick(" mtu 1400", " mtu lock 1300", " rtt 80ms rttvar 20ms", " ssthresh 9 hoplimit 7") : "");
    }

    private String link() {
        return pick(LINKS);
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
