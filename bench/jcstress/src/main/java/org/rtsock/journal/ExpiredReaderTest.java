// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJZ_Result;
import org.rtsock.api.RoutingException;
import org.rtsock.api.reporter.RecordCursor;

/// A reader is expired while it walks its first cut: records seen (-1 for ESTALE), its cursor after the release, and whether it may go on.
@JCStressTest
@Outcome(id = "1, 1, true", expect = Expect.ACCEPTABLE, desc = "expired afterwards, or not before the next hold")
@Outcome(id = "1, 1, false", expect = Expect.ACCEPTABLE, desc = "expired between release and hold")
@Outcome(id = "1, 0, false", expect = Expect.ACCEPTABLE, desc = "expired before the release")
@Outcome(id = "-1, 0, false", expect = Expect.ACCEPTABLE, desc = "expired before the walk")
@Outcome(expect = Expect.FORBIDDEN, desc = "a void cut counts")
@State
public class ExpiredReaderTest {
    private final JournalReader reader = new SmallJournal().register(0);

    public ExpiredReaderTest() {
        reader.hold(1);
    }

    @Actor
    public void writer() {
        reader.expire();
    }

    @Actor
    public void reader(IJZ_Result result) {
        try {
            for (RecordCursor records = reader.values(0, 1); records.next(); ) {
                result.r1++;
            }
        } catch (RoutingException e) {
            result.r1 = -1;
        }
        reader.release(1);
        result.r2 = reader.cursor();
        result.r3 = reader.hold(1);
    }
}
