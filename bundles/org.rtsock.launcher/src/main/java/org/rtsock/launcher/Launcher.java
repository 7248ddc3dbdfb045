// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `rtsock run`: starts an appliance in the foreground; `rtsock check`: sees whether it fits together.
///
/// Standard output belongs to its daemons; what the launcher says goes to standard error.
public final class Launcher {
    /// The process's own start time would be nearer the truth, but Linux tells it to a second only.
    private static final long BEGIN = System.nanoTime();

    private static final int DONE = 0;

    /// Standard output, in the encoding that programs expect, whatever the locale is.
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final Options options;
    private final Home home;
    private final Path config;

    private Launcher(Options options) throws LaunchException {
        this.options = options;
        this.home = Home.find();
        this.config = options.config() == null ? home.conf() : options.config();
        if (!Files.isDirectory(config)) {
            throw LaunchException.wrongUse("configuration folder " + config + " does not exist");
        }
    }

    /// Exit status: 0 when the appliance was stopped from inside, 1 when it did not start, 2 for wrong use. Ended by a signal, the virtual
    /// machine's own: 130 for Ctrl-C, 143 for SIGTERM.
    public static void main(String[] args) {
        System.exit(status(args));
    }

    private static int status(String... args) {
        try {
            Options options = Options.parse(args);
            return switch (options.task()) {
                case LIST -> list(new FeatureCatalog(Home.find().features()).all(), options.json());
                case COMPOSE -> new Launcher(options).check();
                case RUN, RUN_AND_END -> new Launcher(options).run();
            };
        } catch (LaunchException e) {
            System.err.println("rtsock: " + e.getMessage());
            return e.exitStatus();
        } catch (InterruptedException _) {
            return LaunchException.FAILED;
        }
    }

    private static int list(List<Feature> features, boolean json) throws LaunchException {
        if (json) {
            print(JsonReport.features(features));
        } else {
            for (Feature feature : features) {
                print(String.format("%-20s %s", feature.name(), feature.title()));
            }
        }
        return DONE;
    }

    private static void print(String line) throws LaunchException {
        OUT.println(line);
        if (OUT.checkError()) {
            throw LaunchException.failed("output could not be written");
        }
    }

    /// Sees whether everything fits together, and leaves nothing behind. For a program the answer is on standard output either way.
    private int check() throws LaunchException {
        if (!options.json()) {
            System.err.println("rtsock: " + options.appliance() + " fits together: " + composed().bundles().size() + " bundles");
            return DONE;
        }
        int bundles;
        try {
            bundles = composed().bundles().size();
        } catch (LaunchException e) {
            print(JsonReport.doesNotFit(options.appliance(), e.problems()));
            return e.exitStatus();
        }
        print(JsonReport.fits(options.appliance(), bundles));
        return DONE;
    }

    private Plan composed() throws LaunchException {
        Plan plan = Plan.of(home, references());
        Map<String, Map<String, Object>> settings = settings(plan);
        DataFolder data = DataFolder.open(null);
        appliance(data).compose(plan, properties(plan, data, settings), settings);
        return plan;
    }

    private int run() throws LaunchException, InterruptedException {
        Plan plan = Plan.of(home, references());
        Map<String, Map<String, Object>> settings = settings(plan);
        SocketPath socket = SocketPath.choose(options.socket(), System.getenv());
        socket.prepareFolder();
        socket.requireFree();
        DataFolder data = DataFolder.open(options.data());
        Appliance appliance = appliance(data);
        FrameworkProperties properties = properties(plan, data, settings);
        System.setProperty(SocketPath.PROPERTY, socket.path().toString());
        properties.set(SocketPath.PROPERTY, socket.path().toString());
        appliance.compose(plan, properties, settings);
        appliance.start();
        announce(plan, socket);
        if (options.task() == Options.Task.RUN) {
            appliance.awaitStop();
        }
        return DONE;
    }

    /// From here on there is one way to end, whether by a signal, from inside or because something did not start.
    private static Appliance appliance(DataFolder data) {
        Appliance appliance = new Appliance();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(appliance, data), "rtsock-shutdown"));
        return appliance;
    }

    private List<String> references() {
        List<String> references = new ArrayList<>();
        references.add(options.appliance());
        references.addAll(options.features());
        return references;
    }

    /// The values of the command line, if there are any; what lies in the deploy folder by now may have keys, too.
    private Map<String, Map<String, Object>> settings(Plan plan) throws LaunchException {
        if (options.settings().isEmpty()) {
            return Map.of();
        }
        List<Path> jars = new ArrayList<>(plan.jars());
        Path data = options.data();
        Path deploy = options.deploy() == null && data != null ? data.resolve("deploy") : options.deploy();
        if (deploy != null && Files.isDirectory(deploy)) {
            try (DirectoryStream<Path> deployed = Files.newDirectoryStream(deploy, "*.jar")) {
                deployed.forEach(jars::add);
            } catch (IOException e) {
                throw LaunchException.failed("folder " + deploy + " cannot be read: " + e);
            }
        }
        return Settings.typed(options.settings(), ConfigurableKeys.of(jars));
    }

    private FrameworkProperties properties(Plan plan, DataFolder data, Map<String, Map<String, Object>> settings) throws LaunchException {
        Path featureConfig = data.folder("features");
        new FeatureConfigurations(config).write(plan.features(), settings, featureConfig);
        Path deploy = options.deploy() == null ? data.folder("deploy") : DataFolder.make(options.deploy());

        System.setProperty("logback.configurationFile", configured("logback.xml").toString());
        FrameworkProperties properties = new FrameworkProperties(configured("framework.properties"));
        properties.set("org.osgi.framework.storage", data.folder("cache").toString());
        properties.set("felix.cm.dir", data.folder("config").toString());
        properties.set("felix.fileinstall.tmpdir", data.folder("deployed").toString());
        properties.watch(config, featureConfig, deploy);
        return properties;
    }

    /// A file of the configuration folder, or the distribution's where the user's folder has none.
    private Path configured(String name) {
        Path own = config.resolve(name);
        return Files.exists(own) ? own : home.conf().resolve(name);
    }

    private void announce(Plan plan, SocketPath socket) {
        long millis = (System.nanoTime() - BEGIN) / 1_000_000;
        System.err.println("rtsock: " + options.appliance() + " is running: " + plan.bundles().size() + " bundles, started in " + millis + " ms, socket "
                + socket.path());
    }

    private static void end(Appliance appliance, DataFolder data) {
        if (!appliance.stop()) {
            System.err.println("rtsock: some bundles have not stopped in time");
        }
        data.close();
    }
}
