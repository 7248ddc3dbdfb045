// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;

/// Somebody who has read to version 2 comes while a tombstone of version 3 is dropped, if nobody needs it.
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "it was seen in time, and is given the delete")
@Outcome(id = "false, [01]", expect = Expect.ACCEPTABLE, desc = "it is told to start over")
@Outcome(expect = Expect.FORBIDDEN, desc = "it misses the delete")
@State
public class NewcomerTest {
    private final SmallJournal small = new SmallJournal();

    public NewcomerTest() {
        small.report(Operation.DELETE, 3);
    }

    @Actor
    public void writer() {
        small.journal.published(3);
    }

    @Actor
    public void newcomer(ZI_Result result) {
        JournalReader reader = small.register(2);
        result.r1 = reader.hold(3);
        for (RecordCursor records = reader.deletes(2, 3); records.next(); ) {
            result.r2++;
        }
    }
}
