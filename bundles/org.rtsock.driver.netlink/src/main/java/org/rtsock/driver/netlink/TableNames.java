// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names of routing tables as iproute2 has them: `rt_tables` in its folders, the administrator's after the distribution's, then
/// `rt_tables.d/*.conf`.
final class TableNames {
    private static final Logger LOG = LoggerFactory.getLogger(TableNames.class);

    private final Map<Integer, String> names = new HashMap<>(Map.of(253, "default", 254, "main", 255, "local"));

    /// @param folders such as `/usr/share/iproute2` and `/etc/iproute2`; what is not there or not readable is left out
    static TableNames read(Path... folders) {
        TableNames names = new TableNames();
        for (Path folder : folders) {
            names.readFile(folder.resolve("rt_tables"));
            names.readFolder(folder.resolve("rt_tables.d"));
        }
        return names;
    }

    /// The name of a table, else its number.
    String name(int id) {
        String name = names.get(id);
        return name != null ? name : Integer.toUnsignedString(id);
    }

    private void readFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.conf")) {
            found.forEach(files::add);
        } catch (IOException e) {
            LOG.warn("Names of routing tables in {} cannot be read: {}", folder, e.toString());
        }
        files.stream().sorted().forEach(this::readFile);
    }

    private void readFile(Path file) {
        if (!Files.isReadable(file)) {
            return;
        }
        try {
            // Latin-1 never fails; names are ASCII.
            Files.readAllLines(file, StandardCharsets.ISO_8859_1).forEach(this::readLine);
        } catch (IOException e) {
            LOG.warn("Names of routing tables in {} cannot be read: {}", file, e.toString());
        }
    }

    private void readLine(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 2 || words[0].startsWith("#")) {
            return;
        }
        try {
            int id = words[0].startsWith("0x")
                    ? Integer.parseUnsignedInt(words[0].substring(2), 16)
                    : Integer.parseUnsignedInt(words[0]);
            names.put(id, words[1]);
        } catch (NumberFormatException e) {
            LOG.warn("'{}' is not the id of a routing table", words[0]);
        }
    }
}
