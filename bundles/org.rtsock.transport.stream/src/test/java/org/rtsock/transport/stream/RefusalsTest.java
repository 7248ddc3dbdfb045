// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalsTest {
    @Test
    void oneOfAKindIsLoggedAndAllAreCounted() {
        Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            Refusals refusals = new Refusals();
            for (int i = 1; i <= 1000; i++) {
                refusals.refused(Refusal.IDENTITY, "c-" + i, "no certificate");
            }
            refusals.refused(Refusal.MESSAGE_TIME, "c-1001", "too slow");
            assertEquals(1000, refusals.refused(Refusal.IDENTITY));
            assertEquals(1, refusals.refused(Refusal.MESSAGE_TIME));
            assertEquals(0, refusals.refused(Refusal.STALLED));
            List<String> loud = lines.list.stream()
                    .filter(line -> line.getLevel() == Level.WARN)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
            assertEquals(
                    List.of(
                            "c-1: no certificate (refused.identity: 1 so far)",
                            "c-1001: too slow (refused.message.time: 1 so far)"),
                    loud);
        } finally {
            logger.detachAppender(lines);
        }
    }
}
