// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Map;

/// Counts what the newest directory of a journal shows. The bytes of its parts sum up to all of them.
final class Census {
    private long live;
    private long superseded;
    private long tombstones;
    private long blocks;
    private long liveBytes;
    private long supersededBytes;
    private long tombstoneBytes;
    private long freeBytes;
    private final long indexBytes;
    private final long spareBytes;

    Census(Journal journal) {
        Directory directory = journal.directory();
        for (ValueBlock block : directory.values()) {
            count(block);
            live += block.liveCount();
            superseded += block.deadCount();
            supersededBytes += block.deadFootprint();
            liveBytes += block.usedFootprint() - block.deadFootprint();
        }
        for (TombstoneBlock block : directory.tombstones()) {
            count(block);
            tombstones += block.liveCount();
            tombstoneBytes += block.usedFootprint();
        }
        indexBytes = journal.indexBytes();
        spareBytes = journal.spareBytes();
    }

    private void count(Block block) {
        blocks++;
        freeBytes += block.footprint() - block.usedFootprint();
    }

    void addTo(Map<String, Long> counters) {
        counters.put("live", live);
        counters.put("superseded", superseded);
        counters.put("tombstones", tombstones);
        counters.put("blocks", blocks);
        counters.put("bytes", liveBytes + supersededBytes + tombstoneBytes + indexBytes + freeBytes + spareBytes);
        counters.put("bytes.live", liveBytes);
        counters.put("bytes.superseded", supersededBytes);
        counters.put("bytes.tombstones", tombstoneBytes);
        counters.put("bytes.index", indexBytes);
        counters.put("bytes.free", freeBytes);
        counters.put("bytes.spare", spareBytes);
    }
}
