// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line of `rtsock run`.
///
/// @param appliance name or file of the appliance's feature
/// @param features  what is added to it
/// @param config    null for the distribution's own
/// @param data      null for a fresh folder that goes with the appliance
/// @param deploy    null for `deploy` in the data folder
/// @param socket    null for the default
/// @param check     whether to stop as soon as everything has started
/// @param help      whether only the usage is wanted
record Options(
        String appliance,
        List<String> features,
        @Nullable Path config,
        @Nullable Path data,
        @Nullable Path deploy,
        @Nullable Path socket,
        boolean check,
        boolean help) {
    static final String USAGE = """
            Usage: rtsock run [APPLIANCE] [--feature F]... [--config DIR] [--data DIR] [--deploy DIR] [--socket PATH] [--check]
            Starts an appliance in the foreground. Ctrl-C or SIGTERM ends it.

              APPLIANCE        name of a feature of the distribution, or a feature file of your own; default: observer
              --feature F      adds a feature, by name or file; as often as you like
              --config DIR     configuration: PID.cfg files, framework.properties, logback.xml; default: conf of the distribution
              --data DIR       folder for what the appliance writes; default: a fresh one that is removed at the end
              --deploy DIR     bundles that appear in this folder are started while the appliance runs; default: deploy in the data folder
              --socket PATH    where daemons connect; default: $RTSOCK_SOCKET, else rtsock.sock in $XDG_RUNTIME_DIR,
                               else /tmp/rtsock-USER/rtsock.sock
              --check          starts everything, then ends: exit status 0 when all bundles are active
            """;

    /// @param args everything after the command's name; the word `run` may stand anywhere before the appliance
    static Options parse(String... args) throws LaunchException {
        return new Parser(Arrays.asList(args).iterator()).parse();
    }

    private static final class Parser {
        private final Iterator<String> words;
        private final List<String> positional = new ArrayList<>();
        private final List<String> features = new ArrayList<>();
        private @Nullable Path config;
        private @Nullable Path data;
        private @Nullable Path deploy;
        private @Nullable Path socket;
        private boolean check;
        private boolean help;

        Parser(Iterator<String> words) {
            this.words = words;
        }

        Options parse() throws LaunchException {
            while (words.hasNext()) {
                take(words.next());
            }
            if (!positional.isEmpty() && positional.getFirst().equals("run")) {
                positional.removeFirst();
            }
            if (positional.size() > 1) {
                throw LaunchException.wrongUse("'" + positional.get(1) + "' is one appliance too many; --feature adds a feature");
            }
            String appliance = positional.isEmpty() ? "observer" : positional.getFirst();
            return new Options(appliance, List.copyOf(features), config, data, deploy, socket, check, help);
        }

        private void take(String word) throws LaunchException {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals < 0 ? word : word.substring(0, equals);
            @Nullable String attached = equals < 0 ? null : word.substring(equals + 1);
            switch (option) {
                case "--feature" -> features.add(value(option, attached));
                case "--config" -> config = path(option, attached);
                case "--data" -> data = path(option, attached);
                case "--deploy" -> deploy = path(option, attached);
                case "--socket" -> socket = path(option, attached);
                case "--check" -> check = flag(option, attached);
                case "--help", "-h" -> help = flag(option, attached);
                default -> {
                    if (word.startsWith("-")) {
                        throw LaunchException.wrongUse("option '" + word + "' is unknown; see rtsock run --help");
                    }
                    positional.add(word);
                }
            }
        }

        private String value(String option, @Nullable String attached) throws LaunchException {
            if (attached != null) {
                return attached;
            }
            if (!words.hasNext()) {
                throw LaunchException.wrongUse("option " + option + " needs a value");
            }
            return words.next();
        }

        private Path path(String option, @Nullable String attached) throws LaunchException {
            return Path.of(value(option, attached)).toAbsolutePath().normalize();
        }

        private static boolean flag(String option, @Nullable String attached) throws LaunchException {
            if (attached != null) {
                throw LaunchException.wrongUse("option " + option + " takes no value, not '" + attached + "'");
            }
            return true;
        }
    }
}
