// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.driver.replay.Script.MARK;
import static org.rtsock.driver.replay.Script.ifd;
import static org.rtsock.driver.replay.Script.ifl;
import static org.rtsock.driver.replay.Script.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.wire.FieldWriter;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ReplayDriverTest {
    private static final String LABELS = String.join(
                    "\n",
                    ifd("ADD", 1),
                    ifl("ADD", 1, 1),
                    ifl("ADD", 2, 1),
                    json("{'type':'LABEL','op':'ADD','label':{'action':'pop','ifl':1,'label':16}}"),
                    json("{'type':'LABEL','op':'ADD','label':{'action':'pop','ifl':2,'label':17}}"),
                    MARK)
            + "\n";

    @TempDir
    Path folder;

    private final ObservedKernel kernel = new ObservedKernel();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("script.jsonl");
    }

    private ReplayDriver start(String text, int patienceMillis) throws IOException {
        Files.writeString(file, text);
        ReplayDriver driver = new ReplayDriver(kernel.kernel, file.toString(), 0, 1, patienceMillis);
        CodecReporter.builtIn().forEach(driver::addReporter);
        return driver;
    }

    private static void await(ReplayDriver driver, String counter, long value) throws InterruptedException {
        while (driver.read().getOrDefault(counter, 0L) < value) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void whatItBroughtGoesWithItInOneCommitChildrenFirst() throws Exception {
        ReplayDriver driver = start(ifd("ADD", 1) + "\n" + ifl("ADD", 1, 1) + "\n" + MARK + "\n", 10_000);
        await(driver, "done", 1);
        kernel.takeLog();
        driver.close();
        assertEquals(List.of("2 DELETE ifl 1 by replay", "2 DELETE ifd 1 by replay"), kernel.takeLog());
    }

    @Test
    void lineWaitsForTheReporterOfItsType() throws Exception {
        ReplayDriver driver = start(LABELS, 10_000);
        await(driver, "line", 4);
        assertEquals(0, driver.read().get("commits"));
        driver.addReporter(new CodecReporter(new Label.Codec(1)));
        await(driver, "done", 1);
        assertTrue(kernel.keys().contains("label 17"), kernel.keys().toString());
        driver.close();
        assertEquals(List.of(), kernel.keys());
    }

    @Test
    void waitForAReporterEndsWithTheDriver() throws Exception {
        ReplayDriver driver = start(LABELS, Integer.MAX_VALUE);
        await(driver, "line", 4);
        driver.close();
        assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("rtsock-replay")));
        assertEquals(0, driver.read().get("failed"));
    }

    @Test
    void objectsOfAPlugInLeaveWithItsReporterAndComeBackByTheNextOne() throws Exception {
        ReplayDriver driver = start(LABELS, 10_000);
        CodecReporter older = new CodecReporter(new Label.Codec(1));
        driver.addReporter(older);
        await(driver, "done", 1);
        kernel.takeLog();
        driver.removeReporter(older);
        assertEquals(List.of("2 DELETE label 16 by replay", "2 DELETE label 17 by replay"), kernel.takeLog().stream().sorted().toList());
        // What lost its parent meanwhile has gone for good.
        kernel.kernel.commit(new Cause.Driver("replay"), tx -> tx.delete(new Ifl.Key(2)));
        kernel.takeLog();
        driver.addReporter(new CodecReporter(new Label.Codec(2)));
        assertEquals(List.of("4 ADD label 16 by replay"), kernel.takeLog());
        driver.close();
        assertEquals(List.of(), kernel.keys());
    }

    @Test
    void partsOfWhatLeavesComeBackWithItWhateverPlugInTheyAreOf() throws Exception {
        ReplayDriver driver = start(LABELS + tag("ADD", 5, 17) + "\n" + tag("ADD", 6, 16) + "\n" + MARK + "\n", 10_000);
        CodecReporter older = new CodecReporter(new Label.Codec(1));
        CodecReporter tags = new CodecReporter(new Tag.Codec());
        driver.addReporter(older);
        driver.addReporter(tags);
        await(driver, "done", 1);
        List<String> all = kernel.keys();
        assertTrue(all.containsAll(List.of("label 16", "label 17", "tag 5", "tag 6")), all.toString());
        List<String> interfaces = all.stream().filter(key -> key.startsWith("if")).toList();

        driver.removeReporter(older);
        assertEquals(interfaces, kernel.keys());
        CodecReporter newer = new CodecReporter(new Label.Codec(2));
        driver.addReporter(newer);
        assertEquals(all, kernel.keys());

        // In whatever order both go and come.
        driver.removeReporter(newer);
        driver.removeReporter(tags);
        driver.addReporter(tags);
        assertEquals(interfaces, kernel.keys());
        driver.addReporter(newer);
        assertEquals(all, kernel.keys());
        driver.removeReporter(tags);
        driver.removeReporter(newer);
        driver.addReporter(newer);
        assertEquals(all.stream().filter(key -> !key.startsWith("tag")).toList(), kernel.keys());
        driver.addReporter(tags);
        assertEquals(all, kernel.keys());
        driver.close();
        assertEquals(List.of(), kernel.keys());
    }

    @Test
    void changeOfAPartThatIsAwayWaitsForTheReporterOfItsParent() throws Exception {
        Script script = new Script(folder);
        CodecReporter labels = new CodecReporter(new Label.Codec(1));
        script.state.add(labels);
        script.state.add(new CodecReporter(new Tag.Codec()));
        script.play(1, LABELS + tag("ADD", 5, 16) + "\n" + tag("ADD", 6, 16) + "\n" + MARK + "\n");
        script.state.remove(labels);
        StagedCommit deletion = new StagedCommit();
        FieldWriter payload = new FieldWriter().u32(5).u32(16);
        deletion.add(1, Tag.TYPE, true, payload);
        assertEquals(Label.TYPE, script.state.apply(deletion, false));
        script.state.add(labels);
        assertNull(script.state.apply(deletion, false));
        assertEquals(List.of("tag 6"), script.kernel.keys().stream().filter(key -> key.startsWith("tag")).toList());
    }

    private static String tag(String op, int tag, int label) {
        return json("{'type':'TAG','op':'%s','tag':{'tag':%d,'label':%d}}".formatted(op, tag, label));
    }

    @Test
    void secondReporterOfATypeTakesOverWhenTheFirstGoes() throws Exception {
        ReplayDriver driver = start(LABELS, 10_000);
        CodecReporter older = new CodecReporter(new Label.Codec(1));
        driver.addReporter(older);
        driver.addReporter(new CodecReporter(new Label.Codec(2)));
        await(driver, "done", 1);
        driver.removeReporter(older);
        assertEquals(
                List.of(2, 2),
                kernel.state().values().stream()
                        .filter(object -> object.type().equals(Label.TYPE))
                        .map(object -> ((Label) ((ExtensionObject) object).body()).life())
                        .toList());
        driver.close();
    }

    @Test
    void wrongConfigurationIsRefusedNamingKeyAndValue() throws IOException {
        Files.writeString(file, "");
        refused("speed -1.0 is not a number from 0 up", file.toString(), -1, 1, 0);
        refused("speed NaN is not a number from 0 up", file.toString(), Double.NaN, 1, 0);
        refused("repeat -1 is less than 0", file.toString(), 1, -1, 0);
        refused("patience -1 is less than 0", file.toString(), 1, 1, -1);
        refused("file is empty; it has to name a recording", "", 1, 1, 0);
        refused("file '" + folder + "' is not a file that can be read", folder.toString(), 1, 1, 0);
        refused("file '" + folder + "/none' is not a file that can be read", folder + "/none", 1, 1, 0);
    }

    private void refused(String message, String recording, double speed, int repeat, int patienceMillis) {
        RoutingException e = assertThrows(
                RoutingException.class, () -> new ReplayDriver(kernel.kernel, recording, speed, repeat, patienceMillis));
        assertEquals(message, e.getMessage());
    }
}
