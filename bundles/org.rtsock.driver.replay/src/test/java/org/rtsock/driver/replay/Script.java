// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/// A recording, played on the thread of the test into a kernel core of its own.
final class Script {
    static final String MARK = json("{'type':'NOP','op':'MARK'}");

    final ObservedKernel kernel = new ObservedKernel();
    final ReportedTypes types = new ReportedTypes();
    final ReplayedState state = new ReplayedState(kernel.kernel, types);
    final Counters counters = new Counters();
    private final Path file;

    Script(Path folder) {
        file = folder.resolve("script.jsonl");
        CodecReporter.builtIn().forEach(state::add);
    }

    /// @param text with ' for "
    static String json(String text) {
        return text.replace('\'', '"');
    }

    static String ifd(String op, int index) {
        return json("{'type':'IFDEV','op':'%s','ifd':{'index':%d,'name':'ge%d','mtu':1500,'up':true,'running':true}}"
                .formatted(op, index, index));
    }

    static String ifl(String op, int index, int ifd) {
        return json("{'type':'IFLOGICAL','op':'%s','ifl':{'index':%d,'name':'ge%d.0','ifd':%d,'up':true}}"
                .formatted(op, index, index, ifd));
    }

    static String reset(String type) {
        return json("{'type':'%s','op':'RESET'}".formatted(type));
    }

    /// Plays lines to their end.
    ///
    /// @return what was logged as a warning or an error
    List<String> play(String... lines) {
        return play(1, String.join("\n", lines) + "\n");
    }

    List<String> play(int repeat, String text) {
        return play(repeat, new Pace(0), text);
    }

    List<String> play(int repeat, Pace pace, String text) {
        Logger logger = (Logger) LoggerFactory.getLogger(Playback.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        logger.setAdditive(false);
        try {
            Files.writeString(file, text);
            new Playback(file, repeat, pace, types, 0, state, counters).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            logger.detachAppender(heard);
        }
        return heard.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN))
                .map(event -> event.getFormattedMessage().replace(file.toString(), "FILE"))
                .toList();
    }
}
