// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldReader;

final class SamplePlugInTest {
    private final Surroundings surroundings = new Surroundings();

    @Test
    void reporterHoldsWhatTheConfigurationSays() {
        plugIn("192.0.2.1 10, 2001:db8::1 20");
        assertEquals(SampleFeed.parse("192.0.2.1 10, 2001:db8::1 20"), reported());
        assertEquals(Sample.TYPE, surroundings.service().type());
    }

    @Test
    void changedConfigurationIsADifference() {
        SamplePlugIn plugIn = plugIn("192.0.2.1 10, 192.0.2.2 20, 192.0.2.3 30");
        surroundings.done.clear();
        plugIn.modified(config("192.0.2.1 10, 192.0.2.2 21, 192.0.2.4 40"));
        assertEquals(List.of("CHANGE 192.0.2.2", "ADD 192.0.2.4", "DELETE 192.0.2.3"), surroundings.done);
        assertEquals(SampleFeed.parse("192.0.2.1 10, 192.0.2.2 21, 192.0.2.4 40"), reported());
    }

    @Test
    void feedGoesFirstThenTheServiceThenTheReporter() {
        SamplePlugIn plugIn = plugIn("192.0.2.1 10");
        plugIn.close();
        assertEquals(
                List.of("attach", "register", "ADD 192.0.2.1", "DELETE 192.0.2.1", "unregister", "detach"), surroundings.done);
    }

    @Test
    void configurationThatDoesNotFitIsRefusedByName() {
        for (String objects : List.of("192.0.2.1", "192.0.2.1 -1", "192.0.2.1 9999999999", "192.0.2 1", "192.0.2.1 1,,")) {
            RoutingException refused = assertThrows(RoutingException.class, () -> plugIn(objects), objects);
            assertEquals(Errno.EINVAL, refused.errno());
        }
        assertEquals(List.of(), surroundings.done);
    }

    @Test
    void nothingIsLeftBehindWhenTheKernelRefuses() {
        surroundings.refuse(new RoutingException(Errno.EOPNOTSUPP, "another driver's"));
        assertThrows(RoutingException.class, () -> plugIn("192.0.2.1 10"));
        assertEquals(List.of("attach", "register", "unregister", "detach"), surroundings.done);
    }

    private SamplePlugIn plugIn(String objects) {
        return new SamplePlugIn(surroundings.bundle(), surroundings.kernel(), config(objects));
    }

    private static SamplePlugIn.Config config(String objects) {
        return Surroundings.stub(SamplePlugIn.Config.class, (_, _, _) -> objects);
    }

    /// What a listener that begins now would be given.
    private List<Sample> reported() {
        Reporter reporter = surroundings.service();
        List<Sample> values = new ArrayList<>();
        try (RecordReader reader = reporter.register(Surroundings.stub(ReportListener.class, (_, _, _) -> 1), 0)) {
            assertTrue(reader.hold(surroundings.version()));
            RecordCursor records = reader.values(0, surroundings.version());
            while (records.next()) {
                values.add((Sample) new SampleCodec()
                        .decode(new FieldReader().resetToFrame(records.buffer(), records.offset()))
                        .body());
            }
            reader.release(surroundings.version());
        }
        return values;
    }
}
