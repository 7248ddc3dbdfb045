// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.wire.Frame;

/// Somebody takes hold of version 1 and closes, while the writer replaces its only value again and again in memory that nobody reads.
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it reads the value of version 1")
@Outcome(id = "[234], 0", expect = Expect.ACCEPTABLE, desc = "it is told that version 1 cannot be read any more")
@Outcome(expect = Expect.FORBIDDEN, desc = "it reads what was written over")
@State
public class ReusedMemoryTest {
    private final SmallJournal small = new SmallJournal();

    @Actor
    public void writer() {
        for (long version = 2; version <= 4; version++) {
            small.report(Operation.CHANGE, version);
            small.journal.published(version);
        }
    }

    @Actor
    public void reader(JJ_Result result) {
        JournalReader reader = small.register(0);
        reader.hold(1);
        result.r1 = reader.compactedAt();
        RecordCursor records = reader.values(0, 1);
        boolean there = records.next();
        reader.close();
        result.r2 = there ? Frame.kernelVersion(records.buffer(), records.offset()) : 0;
    }
}
