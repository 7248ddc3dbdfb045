// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a recording and applies it, commit by commit, at the times that it tells. The work of the driver's thread.
final class Playback implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Playback.class);

    private final Path file;
    private final int repeat;
    private final Pace pace;
    private final ReportedTypes types;
    private final long patienceMillis;
    private final ReplayedState state;
    private final Counters counters;
    private final EventReader events;
    private final StagedCommit commit = new StagedCommit();
    /// Time of the line that told one last, microseconds since the start of the recording.
    private long time;
    /// Whether the recording has been at its end before.
    private boolean again;
    /// Whether no commit of this pass has been applied.
    private boolean first;

    /// @param repeat         how often, 0 for without end
    /// @param patienceMillis how long to wait for the reporter of a type
    Playback(Path file, int repeat, Pace pace, ReportedTypes types, long patienceMillis, ReplayedState state, Counters counters) {
        this.file = file;
        this.repeat = repeat;
        this.pace = pace;
        this.types = types;
        this.patienceMillis = patienceMillis;
        this.state = state;
        this.counters = counters;
        this.events = new EventReader(types, patienceMillis);
    }

    @Override
    public void run() {
        try {
            for (int left = repeat; repeat == 0 || left > 0; left--) {
                counters.passes.incrementAndGet();
                pass();
                again = true;
            }
            counters.done.set(1);
            LOG.info("{} has been replayed: {} commits, {} objects", file, counters.commits.get(), counters.objects.get());
        } catch (StoppedException e) {
            LOG.debug("Stopped at line {} of {}", counters.line.get(), file);
        } catch (RecordingException e) {
            counters.failed.set(1);
            LOG.error("{}, {}; the replay ends here, and what it brought stays", file, e.getMessage());
        } catch (IOException e) {
            counters.failed.set(1);
            LOG.error("{} cannot be read beyond line {}: {}; what it brought stays", file, counters.line.get(), e.toString());
        } catch (Throwable e) {
            // Code of plug-ins runs here, keys' equals for one; and a commit may be too large for the memory.
            counters.failed.set(1);
            LOG.error("{}, line {}: failed; the replay ends here, and what it brought stays", file, counters.line.get(), e);
        }
    }

    private void pass() throws IOException, StoppedException {
        pace.start();
        time = 0;
        first = true;
        commit.clear();
        try (LineReader lines = new LineReader(Files.newInputStream(file))) {
            while (step(lines)) {
                pace.check();
            }
        }
        if (!commit.isEmpty()) {
            LOG.warn("The last commit of {} has no mark; its {} objects are left out", file, commit.size());
        }
        if (first && repeat != 1) {
            throw new RecordingException(counters.line.get(), "the recording has no commit that could be repeated");
        }
    }

    /// Takes in a line.
    ///
    /// @return false at the end
    private boolean step(LineReader lines) throws IOException, StoppedException {
        try {
            if (!lines.next()) {
                return false;
            }
            counters.line.set(lines.number());
            if (lines.idle()) {
                return true;
            }
            if (!lines.ended() && !events.isJson(lines.bytes(), lines.length())) {
                LOG.warn("{} was cut off in line {}", file, lines.number());
                return false;
            }
            take(events.read(lines.bytes(), lines.length()), lines.number());
            return true;
        } catch (RoutingException e) {
            throw new RecordingException(lines.number(), e.getMessage(), e);
        }
    }

    private void take(Event event, long line) throws StoppedException {
        if (event.time() != Event.UNTIMED) {
            if (event.time() < time) {
                throw Refusal.of("'time' " + event.time() / 1e6 + " is before " + time / 1e6 + " of a line above");
            }
            time = event.time();
        }
        switch (event) {
            case Event.Change change -> commit.add(line, change.form().type(), change.deleted(), change.payload());
            case Event.Reset reset -> commit.reset(reset.form().type());
            case Event.Passed _ -> counters.passed.incrementAndGet();
            case Event.Mark _ -> apply();
        }
    }

    private void apply() throws StoppedException {
        counters.lag.set(pace.await(time));
        MessageType missing = state.apply(commit, again && first);
        while (missing != null) {
            types.await(missing.name(), patienceMillis);
            missing = state.apply(commit, again && first);
        }
        first = false;
        counters.commits.incrementAndGet();
        counters.objects.addAndGet(commit.size());
        commit.clear();
    }
}
