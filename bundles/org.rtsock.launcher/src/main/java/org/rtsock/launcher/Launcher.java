// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// `rtsock run`: starts an appliance in the foreground. Standard output belongs to its daemons; what the launcher says goes to standard error.
public final class Launcher {
    /// The process's own start time would be nearer the truth, but Linux tells it to a second only.
    private static final long BEGIN = System.nanoTime();

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
            if (options.help()) {
                System.out.print(Options.USAGE);
            } else {
                new Launcher(options).run();
            }
            return 0;
        } catch (LaunchException e) {
            System.err.println("rtsock: " + e.getMessage());
            return e.exitStatus();
        } catch (InterruptedException _) {
            return LaunchException.FAILED;
        }
    }

    private void run() throws LaunchException, InterruptedException {
        Collection<Feature> features = Composition.of(new FeatureCatalog(home.features()), references());
        SocketPath socket = SocketPath.choose(options.socket(), System.getenv());
        socket.prepareFolder();
        socket.requireFree();
        DataFolder data = DataFolder.open(options.data());
        Appliance appliance = new Appliance();
        // From here on there is one way to end, whether by a signal, from inside or because something did not start.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(appliance, data), "rtsock-shutdown"));
        addBundles(features, appliance);
        announce(appliance.start(properties(features, socket, data)), socket);
        if (!options.check()) {
            appliance.awaitStop();
        }
    }

    private List<String> references() {
        List<String> references = new ArrayList<>();
        references.add(options.appliance());
        references.addAll(options.features());
        return references;
    }

    private void addBundles(Collection<Feature> features, Appliance appliance) throws LaunchException {
        BundleStore store = new BundleStore(home.bundles());
        for (Feature feature : features) {
            for (String bundle : feature.bundles()) {
                appliance.add(store.find(feature, bundle), feature.startLevel());
            }
        }
    }

    private FrameworkProperties properties(Collection<Feature> features, SocketPath socket, DataFolder data) throws LaunchException {
        Path featureConfig = data.folder("features");
        new FeatureConfigurations(config).write(features, featureConfig);
        Path deploy = options.deploy() == null ? data.folder("deploy") : DataFolder.make(options.deploy());

        System.setProperty("logback.configurationFile", configured("logback.xml").toString());
        System.setProperty(SocketPath.PROPERTY, socket.path().toString());
        FrameworkProperties properties = new FrameworkProperties(configured("framework.properties"));
        properties.set(SocketPath.PROPERTY, socket.path().toString());
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

    private void announce(int bundles, SocketPath socket) {
        long millis = (System.nanoTime() - BEGIN) / 1_000_000;
        System.err.println("rtsock: " + options.appliance() + " is running: " + bundles + " bundles, started in " + millis + " ms, socket "
                + socket.path());
    }

    private static void end(Appliance appliance, DataFolder data) {
        if (!appliance.stop()) {
            System.err.println("rtsock: some bundles have not stopped in time");
        }
        data.close();
    }
}
