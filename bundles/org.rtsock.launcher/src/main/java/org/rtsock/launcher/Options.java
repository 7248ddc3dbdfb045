// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line of `rtsock run` and `rtsock check`.
///
/// @param task      what is wanted
/// @param appliance name or file of the appliance's feature
/// @param features  what is added to it
/// @param settings  values of configurations, the later of two for one key counts
/// @param config    null for the distribution's own
/// @param data      null for a fresh folder that goes with the appliance
/// @param deploy    null for `deploy` in the data folder
/// @param socket    null for the default
record Options(
        Task task,
        String appliance,
        List<String> features,
        List<Setting> settings,
        @Nullable Path config,
        @Nullable Path data,
        @Nullable Path deploy,
        @Nullable Path socket) {
    /// What the command is to do.
    enum Task {
        /// Start the appliance, and wait for its end.
        RUN,
        /// Start it, then end it at once: `rtsock run --check`.
        RUN_AND_END,
        /// Compose it, start nothing: `rtsock check`.
        COMPOSE,
        /// Print the features of the distribution: `rtsock run --list`.
        LIST,
        /// Print the usage.
        HELP
    }

    static final String USAGE = """
            Usage: rtsock run [APPLIANCE] [--feature F]... [--set PID:KEY=VALUE]... [--config DIR] [--data DIR] [--deploy DIR]
                              [--socket PATH] [--connect HOST:PORT] [--check]
                   rtsock check [APPLIANCE] [--feature F]... [--set PID:KEY=VALUE]... [--config DIR]
                   rtsock run --list
            Starts an appliance in the foreground. Ctrl-C or SIGTERM ends it. `check` only sees whether its bundles fit together.

              APPLIANCE             name of a feature of the distribution, or a feature file of your own; default: observer
              --feature F           adds a feature, by name or file; as often as you like
              --set PID:KEY=VALUE   sets a key of a configuration, over what files and features say; as often as you like.
                                    A list has commas: --set org.rtsock.daemon.monitor:rtsock.types=ifd,route
              --config DIR          configuration: PID.cfg files, framework.properties, logback.xml; default: conf of the distribution
              --data DIR            folder for what the appliance writes; default: a fresh one that is removed at the end
              --deploy DIR          bundles that appear in this folder are started while the appliance runs; default: deploy in
                                    the data folder
              --socket PATH         where daemons connect; default: $RTSOCK_SOCKET, else rtsock.sock in $XDG_RUNTIME_DIR,
                                    else /tmp/rtsock-USER/rtsock.sock
              --connect HOST:PORT   where daemons of other hosts connect: feature transport-tcp, listening there. Certificates, key and roles
                                    are configured: org.rtsock.transport.tcp
              --check               starts everything, then ends: exit status 0 when all bundles are active
              --list                prints the features of the distribution, appliances among them

            Exit status: 0 done, 1 the appliance does not fit together or did not start, 2 wrong use.
            """;

    /// @param args everything after the command's name; the word `run` or `check` may stand anywhere before the appliance
    static Options parse(String... args) throws LaunchException {
        return new Parser(Arrays.asList(args).iterator()).parse();
    }

    private static final class Parser {
        private final Iterator<String> words;
        private final List<String> positional = new ArrayList<>();
        private final List<String> features = new ArrayList<>();
        private final List<Setting> settings = new ArrayList<>();
        private @Nullable Path config;
        private @Nullable Path data;
        private @Nullable Path deploy;
        private @Nullable Path socket;
        private @Nullable ListenAddress connect;
        private @Nullable Task task;

        Parser(Iterator<String> words) {
            this.words = words;
        }

        Options parse() throws LaunchException {
            while (words.hasNext()) {
                take(words.next());
            }
            Task command = command();
            if (positional.size() > 1) {
                throw LaunchException.wrongUse("'" + positional.get(1) + "' is one appliance too many; --feature adds a feature");
            }
            if (command == Task.COMPOSE && task != Task.HELP) {
                refuse("--check", task == Task.RUN_AND_END);
                refuse("--data", data != null);
                refuse("--deploy", deploy != null);
                refuse("--socket", socket != null);
                refuse("--connect", connect != null);
            }
            if (connect != null) {
                features.add(ListenAddress.FEATURE);
                settings.addAll(connect.settings());
            }
            String appliance = positional.isEmpty() ? "observer" : positional.getFirst();
            return new Options(
                    task == null ? command : task, appliance, List.copyOf(features), List.copyOf(settings), config, data, deploy, socket);
        }

        /// `check` takes none of the options that only matter to an appliance that runs.
        private static void refuse(String option, boolean given) throws LaunchException {
            if (given) {
                throw LaunchException.wrongUse("option " + option + " is one of rtsock run; rtsock check starts nothing");
            }
        }

        /// Takes the command's own name off the words.
        private Task command() {
            String name = positional.isEmpty() ? "" : positional.getFirst();
            if (name.equals("run") || name.equals("check")) {
                positional.removeFirst();
            }
            return name.equals("check") ? Task.COMPOSE : Task.RUN;
        }

        private void take(String word) throws LaunchException {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals < 0 ? word : word.substring(0, equals);
            @Nullable String attached = equals < 0 ? null : word.substring(equals + 1);
            switch (option) {
                case "--feature" -> features.add(value(option, attached));
                case "--set" -> settings.add(Setting.parse(value(option, attached)));
                case "--config" -> config = path(option, attached);
                case "--data" -> data = path(option, attached);
                case "--deploy" -> deploy = path(option, attached);
                case "--socket" -> socket = path(option, attached);
                case "--connect" -> connect = ListenAddress.parse(value(option, attached));
                case "--check" -> task = flag(option, attached, Task.RUN_AND_END);
                case "--list" -> task = flag(option, attached, Task.LIST);
                case "--help", "-h" -> task = flag(option, attached, Task.HELP);
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

        /// Help goes before everything else that was asked for.
        private Task flag(String option, @Nullable String attached, Task wanted) throws LaunchException {
            if (attached != null) {
                throw LaunchException.wrongUse("option " + option + " takes no value, not '" + attached + "'");
            }
            return task == Task.HELP ? Task.HELP : wanted;
        }
    }
}
