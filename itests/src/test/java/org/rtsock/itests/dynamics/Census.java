// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.rtsock.testkit.Await;

/// What there is at one time, by name and number: platform threads of ours, open files and sockets, services.
///
/// Virtual threads are found in another way: one that is left keeps the class loader of its bundle alive. (The virtual machine can list
/// them, but JDK 25 now and then crashes while it does so under load.)
record Census(Map<String, Integer> threads, Map<String, Integer> files, Map<String, Integer> services) {
    private static final long QUIET_MILLIS = 500;

    static Census take(BundleContext context) throws Exception {
        return new Census(readThreads(), readFiles(), readServices(context));
    }

    /// What there is once nothing ends any more: connections close on threads of their own.
    static Census settled(BundleContext context) throws Exception {
        var last = new Object() {
            Census census = take(context);
        };
        Await.until("a moment in which nothing ends", () -> {
            Thread.sleep(QUIET_MILLIS);
            Census before = last.census;
            last.census = take(context);
            return last.census.equals(before);
        });
        return last.census;
    }

    private static Map<String, Integer> readThreads() {
        Map<String, Integer> threads = new TreeMap<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rtsock"))
                .forEach(name -> threads.merge(name.replaceAll("\\d+", "N"), 1, Integer::sum));
        return threads;
    }

    /// Empty on systems without `/proc`.
    private static Map<String, Integer> readFiles() throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return files;
        }
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (!target.startsWith("/proc/")) {
                        files.merge(target.replaceAll("\\d+", "N"), 1, Integer::sum);
                    }
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        return files;
    }

    private static Map<String, Integer> readServices(BundleContext context) throws Exception {
        Map<String, Integer> services = new TreeMap<>();
        for (ServiceReference<?> reference : context.getAllServiceReferences(null, null)) {
            String name = Arrays.toString((Object[]) reference.getProperty(Constants.OBJECTCLASS)) + " " + reference.getProperty("component.name");
            services.merge(name, 1, Integer::sum);
        }
        return services;
    }
}
