// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// One record is appended and published, the next one is under way.
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "nothing was published")
@Outcome(id = "1, 1, 42", expect = Expect.ACCEPTABLE, desc = "the published record, and it alone")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, missing or unpublished")
@State
public class PublishedRecordTest {
    private final ValueBlock block = new ValueBlock(1, 1, 1, BlockMemory.of(2, 96));
    private volatile long version;

    @Actor
    public void writer() {
        append(1, 42);
        version = 1;
        append(2, 43);
    }

    private void append(long of, long content) {
        block.buffer().putLong(block.used(), content);
        block.append(of, 0, (int) of, 48);
    }

    @Actor
    public void reader(JJJ_Result result) {
        long to = version;
        result.r1 = to;
        for (int record = block.firstAfter(0); record < block.firstAfter(to); record++) {
            result.r2++;
            result.r3 += block.standsAt(record, to) ? block.buffer().getLong(block.offset(record)) : -1;
        }
    }
}
