// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.driver.replay.Script.MARK;
import static org.rtsock.driver.replay.Script.ifd;
import static org.rtsock.driver.replay.Script.ifl;
import static org.rtsock.driver.replay.Script.json;
import static org.rtsock.driver.replay.Script.reset;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PlaybackTest {
    @TempDir
    Path folder;

    private Script script;

    @BeforeEach
    void beginScript() {
        script = new Script(folder);
    }

    @Test
    void whatStandsBeforeAMarkIsOneCommitOfTheDriver() {
        assertEquals(
                List.of(),
                script.play("# two ports", "", ifd("ADD", 1), ifd("ADD", 2), "  ", MARK, ifd("DELETE", 1), ifl("ADD", 2, 2), MARK));
        assertEquals(
                List.of("1 ADD ifd 1 by replay", "1 ADD ifd 2 by replay", "2 DELETE ifd 1 by replay", "2 ADD ifl 2 by replay"),
                script.kernel.takeLog());
        assertEquals(2, script.counters.commits.get());
        assertEquals(4, script.counters.objects.get());
        assertEquals(1, script.counters.done.get());
    }

    @Test
    void partsMayBeDeletedBeforeAfterOrWithTheirParent() {
        script.play(ifd("ADD", 1), ifl("ADD", 1, 1), ifl("ADD", 2, 1), MARK);
        String[][] ways = {
            {ifl("DELETE", 1, 1), ifl("DELETE", 2, 1), ifd("DELETE", 1), MARK},
            {ifd("DELETE", 1), ifl("DELETE", 1, 1), ifl("DELETE", 2, 1), MARK},
            {ifd("DELETE", 1), MARK}
        };
        for (String[] way : ways) {
            script.play(ifd("ADD", 1), ifl("ADD", 1, 1), ifl("ADD", 2, 1), MARK);
            assertEquals(List.of(), script.play(way));
            assertEquals(List.of(), script.kernel.keys());
        }
    }

    @Test
    void addAndChangeBothSayHowTheObjectIs() {
        assertEquals(List.of(), script.play(ifd("CHANGE", 1), MARK, ifd("ADD", 1), MARK, ifd("DELETE", 2), MARK));
        assertEquals(List.of("1 ADD ifd 1 by replay"), script.kernel.takeLog());
    }

    @Test
    void badLineLeavesNothingOfItsCommitAndEndsTheReplay() {
        List<String> said = script.play(
                ifd("ADD", 1), MARK, ifd("ADD", 2), ifd("ADD", 3).replace("1500", "\"much\""), MARK, ifd("ADD", 4), MARK);
        assertEquals(
                List.of("FILE, line 4: 'mtu' is much, not 0 to 4294967295; the replay ends here, and what it brought stays"), said);
        assertEquals(List.of("ifd 1"), script.kernel.keys());
        assertEquals(4, script.counters.line.get());
        assertEquals(1, script.counters.failed.get());
        assertEquals(0, script.counters.done.get());
    }

    @Test
    void whatTheKernelCoreRefusesIsALineToo() {
        List<String> said = script.play(ifd("ADD", 1), MARK, ifd("ADD", 2), ifl("ADD", 7, 9), MARK);
        assertEquals(List.of("FILE, line 4: ENODEV: ifd 9 does not exist; the replay ends here, and what it brought stays"), said);
        assertEquals(List.of("ifd 1"), script.kernel.keys());
    }

    @Test
    void commitWithoutItsMarkIsLeftOut() {
        assertEquals(
                List.of("The last commit of FILE has no mark; its 1 objects are left out"),
                script.play(ifd("ADD", 1), MARK, ifd("ADD", 2)));
        assertEquals(List.of("ifd 1"), script.kernel.keys());
        assertEquals(1, script.counters.done.get());
    }

    @Test
    void lineThatWasCutOffEndsTheRecordingWherever() {
        String whole = ifd("ADD", 1) + "\n" + MARK + "\n" + ifd("ADD", 2) + "\n" + MARK + "\n";
        int firstMark = whole.indexOf(MARK) + MARK.length();
        for (int length = 0; length < whole.length() - 1; length++) {
            Script cut = new Script(folder);
            cut.play(1, whole.substring(0, length));
            assertEquals(0, cut.counters.failed.get(), "cut at " + length);
            assertEquals(length < firstMark ? List.of() : List.of("ifd 1"), cut.kernel.keys(), "cut at " + length);
        }
        // The last line may lack its end and be whole.
        Script unended = new Script(folder);
        assertEquals(List.of(), unended.play(1, whole.strip()));
        assertEquals(List.of("ifd 1", "ifd 2"), unended.kernel.keys());
    }

    @Test
    void lastLineThatIsWholeButWrongIsRefusedThoughItLacksItsEnd() {
        String above = ifd("ADD", 1) + "\n" + MARK + "\n";
        String end = "; the replay ends here, and what it brought stays";
        for (String wrong : List.of(ifd("ADD", 2).replace("1500", "\"much\""), json("{'type':'LABEL','op':'ADD','label':{'label':1}}"))) {
            Script refused = new Script(folder);
            List<String> said = refused.play(1, above + wrong);
            assertEquals(1, said.size());
            assertTrue(said.getFirst().startsWith("FILE, line 3: ") && said.getFirst().endsWith(end), said.getFirst());
            assertEquals(1, refused.counters.failed.get());
            // The same, cut off, is nobody's fault.
            Script cut = new Script(folder);
            assertEquals(List.of("FILE was cut off in line 3"), cut.play(1, above + wrong.substring(0, wrong.length() - 1)));
            assertEquals(1, cut.counters.done.get());
        }
    }

    @Test
    void whateverAPlugInThrowsEndsTheReplayAsFailed() {
        script.state.add(new CodecReporter(new Label.Codec(1)));
        String label = json("{'type':'LABEL','op':'ADD','label':{'action':'pop','ifl':1,'label':14}}");
        assertEquals(
                List.of("FILE, line 5: failed; the replay ends here, and what it brought stays"),
                script.play(ifd("ADD", 1), ifl("ADD", 1, 1), MARK, label, MARK));
        assertEquals(1, script.counters.failed.get());
        assertEquals(List.of("ifd 1", "ifl 1"), script.kernel.keys());
    }

    @Test
    void nothingIsBroughtOnceTheDriverIsGone() {
        script.play(ifd("ADD", 1), MARK);
        script.state.close();
        script.counters.done.set(0);
        assertEquals(List.of(), script.play(ifd("ADD", 2), MARK));
        assertEquals(List.of(), script.kernel.keys());
        assertEquals(0, script.counters.done.get() + script.counters.failed.get());
    }

    @Test
    void resetDeletesWhatIsNotNamedUpToTheMark() {
        script.play(ifd("ADD", 1), ifd("ADD", 2), ifl("ADD", 1, 1), ifl("ADD", 2, 2), MARK);
        script.kernel.takeLog();
        // What came before the reset is void: the recorder lost its place in the middle of a cut.
        assertEquals(List.of(), script.play(ifl("ADD", 9, 1), ifd("DELETE", 2), reset("IFLOGICAL"), ifl("ADD", 2, 1), MARK));
        assertEquals(List.of("ifd 1", "ifl 2"), script.kernel.keys());
        List<String> log = script.kernel.takeLog();
        assertTrue(log.stream().noneMatch(line -> line.startsWith("WRONG") || line.contains("ifl 9")), log.toString());
    }

    @Test
    void resetKeepsWhatIsNamedWithoutAWord() {
        script.play(ifd("ADD", 1), ifd("ADD", 2), ifl("ADD", 1, 1), MARK);
        script.kernel.takeLog();
        script.play(reset("IFDEV"), reset("IFLOGICAL"), ifd("ADD", 1), ifl("ADD", 1, 1), MARK);
        assertEquals(List.of("2 DELETE ifd 2 by replay"), script.kernel.takeLog());
    }

    @Test
    void repeatGoesBackToTheFirstCommitByDifference() {
        String text = String.join("\n", ifd("ADD", 1), ifl("ADD", 5, 1), MARK, ifd("ADD", 2), MARK, ifl("DELETE", 5, 1), MARK) + "\n";
        assertEquals(List.of(), script.play(2, text));
        assertEquals(
                List.of(
                        "1 ADD ifd 1 by replay", "1 ADD ifl 5 by replay", "2 ADD ifd 2 by replay", "3 DELETE ifl 5 by replay",
                        "4 DELETE ifd 2 by replay", "4 ADD ifl 5 by replay", "5 ADD ifd 2 by replay", "6 DELETE ifl 5 by replay"),
                script.kernel.takeLog());
        assertEquals(2, script.counters.passes.get());
        assertEquals(6, script.counters.commits.get());
    }

    @Test
    void repeatWithoutACommitEnds() {
        assertTrue(script.play(0, "# nothing\n").getFirst().contains("no commit that could be repeated"));
        assertTrue(script.play(0, "").getFirst().contains("no commit that could be repeated"));
        assertEquals(List.of(), script.play(1, ""));
    }

    @Test
    void commitComesAtItsTimeAndLaterOnesWithTheOneBefore() {
        String text = String.join(
                        "\n", ifd("ADD", 1), json("{'time':0.0,'type':'NOP','op':'MARK'}"), ifd("ADD", 2),
                        json("{'type':'NOP','op':'MARK','time':0.2}"), ifd("ADD", 3), MARK)
                + "\n";
        long start = System.nanoTime();
        script.play(1, new Pace(2), text);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis >= 100 && millis < 10_000, millis + " ms");
        assertEquals(3, script.counters.commits.get());
    }

    @Test
    void timeDoesNotGoBack() {
        String time = json("{'type':'NOP','op':'MARK','time':");
        assertEquals(
                List.of("FILE, line 2: 'time' 0.5 is before 1.0 of a line above; the replay ends here, and what it brought stays"),
                script.play(time + "1}", time + "0.5}"));
    }

    @Test
    void stopEndsAWait() throws InterruptedException {
        Pace pace = new Pace(1e-6);
        Thread replay = Thread.ofPlatform().start(() -> script.play(1, pace, MARK.replace("}", ",\"time\":1000000}") + "\n"));
        pace.stop();
        replay.join();
        assertEquals(0, script.counters.done.get());
        assertEquals(0, script.counters.failed.get());
    }

    @Test
    void typeWithoutReporterIsSaid() {
        assertEquals(
                List.of("FILE, line 2: type 'LABEL' has no reporter, and none came within 0 ms; the replay ends here, and what it brought "
                        + "stays"),
                script.play("", json("{'type':'LABEL','op':'ADD','label':{'label':1}}"), MARK));
    }

    @Test
    void typeOfAPlugInIsReplayedByItsDescription() {
        script.state.add(new CodecReporter(new Label.Codec(1)));
        assertEquals(
                List.of(),
                script.play(
                        ifd("ADD", 1), ifl("ADD", 1, 1),
                        json("{'type':'LABEL','op':'ADD','label':{'action':'7','ifl':1,'label':16}}"), MARK,
                        json("{'type':'LABEL','op':'ADD','label':{'action':'pop','ifl':1,'label':17}}"), MARK,
                        json("{'type':'LABEL','op':'DELETE','label':{'label':17}}"), MARK));
        assertEquals(List.of("ifd 1", "ifl 1", "label 16"), script.kernel.keys());
        assertTrue(script.play(json("{'type':'LABEL','op':'DELETE','label':{'label':13}}"), MARK)
                .getFirst()
                .contains("line 1: the codec of type LABEL failed: java.lang.IllegalStateException: a label that brings bad luck"));
    }
}
