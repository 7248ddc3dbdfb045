// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.List;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtTableCodec;

/// A reporter of which only the codec is of interest.
record CodecReporter(ObjectCodec<?> codec) implements Reporter {
    /// Those of the built-in types that are not derived.
    static List<CodecReporter> builtIn() {
        return List.of(
                new CodecReporter(new IfdCodec()),
                new CodecReporter(new IflCodec()),
                new CodecReporter(new IffCodec()),
                new CodecReporter(new IfaCodec()),
                new CodecReporter(new RtTableCodec()),
                new CodecReporter(new RouteCodec()));
    }

    @Override
    public RecordReader register(ReportListener listener, long cursor) {
        throw new UnsupportedOperationException("nobody listens here");
    }

    @Override
    public long reports() {
        return 0;
    }
}
