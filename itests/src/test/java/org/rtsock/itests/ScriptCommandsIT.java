// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/// `rtsock run` and `rtsock check` as a program calls them, with the distribution as it is shipped.
public class ScriptCommandsIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RunningAppliance.Outcome call(String... words) throws Exception {
        return RunningAppliance.answer(folder.getRoot().toPath(), Shipped.command(), words);
    }

    @Test
    public void featuresAreOneArray() throws Exception {
        RunningAppliance.Outcome list = call("run", "--list", "--json");
        assertEquals(list.said(), 0, list.status());
        assertTrue(list.said(), list.said().startsWith("[{\"name\":\"base\",\"level\":2,"));
        assertTrue(list.said(), list.said().contains("{\"name\":\"observer\",") && list.said().endsWith("}]\n"));
        assertEquals(1, list.said().lines().count());
    }

    @Test
    public void checkSaysThatItFits() throws Exception {
        RunningAppliance.Outcome check = call("check", "observer", "--json");
        int bundles = Shipped.composition("observer").size();
        assertEquals("{\"appliance\":\"observer\",\"fits\":true,\"bundles\":" + bundles + ",\"problems\":[]}\n", check.said());
        assertEquals(0, check.status());
    }

    @Test
    public void checkSaysWhatDoesNotFit() throws Exception {
        Path feature = folder.getRoot().toPath().resolve("edge.json");
        Files.writeString(feature, """
                {
                  "name": "edge",
                  "title": "Has no kernel",
                  "features": ["base"],
                  "bundles": ["org.rtsock:org.rtsock.api", "org.rtsock:org.rtsock.protosw"]
                }
                """);
        RunningAppliance.Outcome check = call("check", "./edge.json", "--json");
        assertEquals(check.said(), 1, check.status());
        assertTrue(check.said(), check.said().startsWith("{\"appliance\":\"./edge.json\",\"fits\":false,\"problems\":[\"org.rtsock.protosw "));
        assertTrue(check.said(), check.said().contains(" misses service org.rtsock.api.kernel.Kernel; feature core has it\""));
        assertEquals(1, check.said().lines().count());
    }

    @Test
    public void anApplianceThatIsNotThereDoesNotFitEither() throws Exception {
        RunningAppliance.Outcome check = call("check", "nosuch", "--json");
        assertEquals(2, check.status());
        assertTrue(check.said(), check.said().startsWith("{\"appliance\":\"nosuch\",\"fits\":false,\"problems\":[\"there is no feature 'nosuch'"));
    }

    @Test
    public void wrongUseIsNoAnswer() throws Exception {
        RunningAppliance.Outcome check = call("check", "--nosuch", "--json");
        assertEquals(2, check.status());
        assertEquals("", check.said());
    }

    @Test
    public void helpIsThatOfAllCommands() throws Exception {
        for (String command : new String[] {"run", "check", "replay"}) {
            RunningAppliance.Outcome help = call(command, "--help");
            assertEquals(help.said(), 0, help.status());
            assertTrue(help.said(), help.said().startsWith("Usage: rtsock " + command + " "));
            assertFalse(help.said(), help.said().contains("--tls"));
        }
    }
}
