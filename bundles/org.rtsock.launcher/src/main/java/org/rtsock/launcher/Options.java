// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line of `rtsock run` and `rtsock check`. Their help is the command's, as that of all others: `RunCommand` and `CheckCommand`
/// in `org.rtsock.cli` say it, and the start script asks them.
///
/// @param task      what is wanted
/// @param appliance name or file of the appliance's feature
/// @param features  what is added to it
/// @param settings  values of configurations, the later of two for one key counts
/// @param config    null for the distribution's own
/// @param data      null for a fresh folder that goes with the appliance
/// @param deploy    null for `deploy` in the data folder
/// @param socket    null for the default
/// @param json      whether what is printed is for programs
record Options(
        Task task,
        String appliance,
        List<String> features,
        List<Setting> settings,
        @Nullable Path config,
        @Nullable Path data,
        @Nullable Path deploy,
        @Nullable Path socket,
        boolean json) {
    /// What the command is to do.
    enum Task {
        /// Start the appliance, and wait for its end.
        RUN,
        /// Start it, then end it at once: `rtsock run --check`.
        RUN_AND_END,
        /// Compose it, start nothing: `rtsock check`.
        COMPOSE,
        /// Print the features of the distribution: `rtsock run --list`.
        LIST
    }

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
        private boolean json;
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
            if (command == Task.COMPOSE) {
                refuse("--check", task == Task.RUN_AND_END);
                refuse("--list", task == Task.LIST);
                refuse("--data", data != null);
                refuse("--deploy", deploy != null);
                refuse("--socket", socket != null);
                refuse("--connect", connect != null);
            }
            Task wanted = task == null ? command : task;
            if (json && (wanted == Task.RUN || wanted == Task.RUN_AND_END)) {
                throw LaunchException.wrongUse("option --json is one of rtsock check and rtsock run --list");
            }
            if (connect != null) {
                features.add(ListenAddress.FEATURE);
                settings.addAll(connect.settings());
            }
            String appliance = positional.isEmpty() ? "observer" : positional.getFirst();
            return new Options(wanted, appliance, List.copyOf(features), List.copyOf(settings), config, data, deploy, socket, json);
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
                case "--json" -> json = flag(option, attached, true);
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

        private static <T> T flag(String option, @Nullable String attached, T wanted) throws LaunchException {
            if (attached != null) {
                throw LaunchException.wrongUse("option " + option + " takes no value, not '" + attached + "'");
            }
            return wanted;
        }
    }
}
