// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJZ_Result;

/// A value is superseded while somebody reads at the version before.
@JCStressTest
@Outcome(id = "true, 1, true", expect = Expect.ACCEPTABLE, desc = "version 2 is not published")
@Outcome(id = "true, 2, false", expect = Expect.ACCEPTABLE, desc = "version 2 is published")
@Outcome(expect = Expect.FORBIDDEN, desc = "gone too early or too late")
@State
public class SupersededValueTest {
    private final ValueBlock block = new ValueBlock(1, 1, 1, BlockMemory.of(1, 48));
    private volatile long version;

    public SupersededValueTest() {
        block.append(1, 0, 0, 48);
        version = 1;
    }

    @Actor
    public void writer() {
        block.supersede(0, 2);
        version = 2;
    }

    @Actor
    public void reader(ZJZ_Result result) {
        result.r1 = block.standsAt(0, 1);
        result.r2 = version;
        result.r3 = block.standsAt(0, result.r2);
    }
}
