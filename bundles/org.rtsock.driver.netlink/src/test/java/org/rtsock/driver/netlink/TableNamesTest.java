// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableNamesTest {
    @Test
    void wellKnownTablesHaveNamesAndOthersTheirNumber(@TempDir Path folder) {
        TableNames names = TableNames.read(folder.resolve("missing"));
        assertEquals("main", names.name(254));
        assertEquals("local", names.name(255));
        assertEquals("default", names.name(253));
        assertEquals("77", names.name(77));
        assertEquals("4294967295", names.name(-1));
    }

    @Test
    void laterFoldersAndFilesWin(@TempDir Path vendor, @TempDir Path site) throws IOException {
        Files.writeString(vendor.resolve("rt_tables"), "# comment\n255\tlocal\n100 vendor\n 0x65 hex \nnonsense line\n");
        Files.createDirectory(site.resolve("rt_tables.d"));
        Files.writeString(site.resolve("rt_tables"), "100 site\n102 blue\n");
        Files.writeString(site.resolve("rt_tables.d/vrf.conf"), "102 red\n");
        Files.writeString(site.resolve("rt_tables.d/ignored.txt"), "100 ignored\n");
        TableNames names = TableNames.read(vendor, site);
        assertEquals("site", names.name(100));
        assertEquals("hex", names.name(101));
        assertEquals("red", names.name(102));
    }
}
