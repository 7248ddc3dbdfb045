// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the appliance writes: the user's folder, or a fresh one that goes with the appliance. One appliance at a time.
final class DataFolder {
    private final Path path;
    private final boolean temporary;
    /// Holds the lock until the process ends. The framework's own lock does not survive the cleaning of its cache.
    private final FileChannel lock;

    private DataFolder(Path path, boolean temporary) throws IOException, LaunchException {
        this.path = path;
        this.temporary = temporary;
        this.lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw LaunchException.failed("data folder " + path + " belongs to an appliance that is running");
        }
    }

    static DataFolder open(@Nullable Path wanted) throws LaunchException {
        try {
            return wanted == null
                    ? new DataFolder(Files.createTempDirectory("rtsock-"), true)
                    : new DataFolder(Files.createDirectories(wanted), false);
        } catch (IOException e) {
            throw LaunchException.failed("data folder " + (wanted == null ? "" : wanted + " ") + "cannot be made: " + e);
        }
    }

    /// A folder in it, made when it is not there.
    Path folder(String name) throws LaunchException {
        return make(path.resolve(name));
    }

    static Path make(Path folder) throws LaunchException {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw LaunchException.failed("folder " + folder + " cannot be made: " + e);
        }
    }

    /// Gives the folder back; a temporary one goes. What cannot be deleted stays: nothing depends on it, and the appliance is ending.
    void close() {
        try {
            lock.close();
            if (temporary) {
                delete();
            }
        } catch (IOException e) {
            System.err.println("rtsock: " + path + " is left behind: " + e);
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
