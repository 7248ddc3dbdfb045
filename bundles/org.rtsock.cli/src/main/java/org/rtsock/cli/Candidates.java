// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.RouteProtocol;

/// What a shell may complete a word to. picocli makes one of each where an annotation names it, and asks it only when it writes the script.
final class Candidates {
    private static final String SUFFIX = ".json";

    private Candidates() {}

    /// Shells that have completion.
    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("bash", "zsh").iterator();
        }
    }

    /// Words of the message types.
    static final class Types implements Iterable<String> {
        private static final List<String> WORDS = List.of("ifd", "ifl", "iff", "ifa", "rttable", "route", "redirect", "rtstats");

        @Override
        public Iterator<String> iterator() {
            return WORDS.iterator();
        }
    }

    /// What `rtsock show` shows.
    static final class Shown implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> words = new ArrayList<>(Types.WORDS);
            Collections.addAll(words, "types", "listeners", "features", "stats");
            return words.iterator();
        }
    }

    /// Words for families.
    static final class Families implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("inet", "inet6").iterator();
        }
    }

    /// Words for tables; numbers are as good.
    static final class Tables implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("main", "local").iterator();
        }
    }

    /// Words for routing protocols; numbers are as good.
    static final class Protocols implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return new TreeMap<>(RouteProtocol.WORDS).values().iterator();
        }
    }

    /// What a write may wait for.
    static final class Levels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("stored", "programmed").iterator();
        }
    }

    /// Words that describe a route.
    static final class RouteParts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(
                            "default", "via", "dev", "weight", "nexthop", "blackhole", "reject", "table", "priority", "lock", "off", "mtu",
                            "hopcount", "expire", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar", "proto1", "proto2", "proto3", "xresolve")
                    .iterator();
        }
    }

    /// Words that describe a table, a redirect, or the counters to reset.
    static final class OtherParts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("table", "family", "name", "via", "from", "protocol", "inet", "inet6", "main", "local").iterator();
        }
    }

    /// Features of the distribution that the command belongs to, appliances among them; none without one.
    static final class Features implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names = new ArrayList<>();
            @Nullable String home = System.getProperty("rtsock.home");
            Path folder = Path.of(home == null ? "" : home, "features");
            if (home != null && Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                    for (Path file : files) {
                        String name = String.valueOf(file.getFileName());
                        names.add(name.substring(0, name.length() - SUFFIX.length()));
                    }
                } catch (IOException e) {
                    // Completion goes on without these words.
                    names.clear();
                }
            }
            Collections.sort(names);
            return names.iterator();
        }
    }
}
