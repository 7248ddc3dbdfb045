// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A folder for a socket, gone with its files when it is closed. In the usual folder for such: the path of a Unix-domain socket is short.
record WorkFolder(Path path) implements AutoCloseable {
    static WorkFolder make() throws IOException {
        return new WorkFolder(Files.createTempDirectory("rtsock-bench"));
    }

    Path socket() {
        return path.resolve("s");
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
