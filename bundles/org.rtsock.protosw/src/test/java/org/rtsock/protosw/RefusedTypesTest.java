// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.protosw.Lamp.LampReporter;

/// Message types of plug-ins that cannot be listed.
class RefusedTypesTest {
    private final TranscriptRouter router = new TranscriptRouter(true);
    private final Logged logged = new Logged();
    private final LampReporter lamps = LampReporter.of(router.kernel, Lamp.TYPE);

    RefusedTypesTest() {
        router.domain.addReporter(lamps);
    }

    @AfterEach
    void close() {
        logged.close();
    }

    private List<String> words() {
        return router.domain.types().stream().map(descriptor -> descriptor.type().word()).toList();
    }

    @Test
    void typeThatClashesIsRefusedAndTakesItsPlaceWhenTheFirstGoes() {
        MessageType number = new MessageType(64, "BULB", "bulb", 66, 0);
        MessageType name = new MessageType(65, "LAMP", "light", 66, 0);
        MessageType word = new MessageType(66, "TORCH", "lamp", 66, 0);
        MessageType flag = new MessageType(67, "CANDLE", "candle", 66, 0x300);
        for (MessageType type : List.of(number, name, word, flag)) {
            router.domain.addReporter(LampReporter.of(router.kernel, type));
            String error = logged.at(Level.ERROR).getLast();
            assertTrue(error.startsWith("message type " + type.name() + " (number " + type.number()), error);
            assertTrue(error.contains("clashes with LAMP (number 64, word lamp) of reporter org.rtsock"), error);
        }
        List<String> before = words();
        router.domain.removeReporter(lamps);
        List<String> expected = new ArrayList<>(before);
        expected.remove("lamp");
        // The first two do not clash with each other, nor with the others.
        expected.addAll(List.of("bulb", "light", "lamp", "candle"));
        assertEquals(new HashSet<>(expected), Set.copyOf(words()));
    }

    @Test
    void numbersOfRtsockAreNotForPlugins() {
        for (MessageType type : List.of(
                MessageType.NOP,
                new MessageType(5, "LAMP5", "lamp5", 65, 0),
                new MessageType(63, "LAMP63", "lamp63", 65, 0))) {
            List<String> before = words();
            router.domain.addReporter(LampReporter.of(router.kernel, type));
            assertEquals(before, words());
        }
        assertEquals(3, logged.at(Level.ERROR).size());
        assertThrows(IllegalArgumentException.class, () -> new MessageType(65_536, "LAMP", "lamp", 65, 0));
    }

    @Test
    void whatRtsockCallsItsTypesIsNotForPlugins() {
        // No reporter of IFADDR or IFFAMILY is there.
        List<MessageType> types = List.of(
                new MessageType(65, "IFADDR", "address", 66, 0),
                new MessageType(65, "ADDRESS", "iff", 66, 0),
                new MessageType(65, "ADDRESS", "address", 66, 0x208),
                new MessageType(65, "NOP", "nothing", 66, 0));
        List<String> before = words();
        for (MessageType type : types) {
            LampReporter plugin = LampReporter.of(router.kernel, type);
            router.domain.addReporter(plugin);
            assertEquals(before, words(), type.toString());
            plugin.close();
        }
        assertEquals(types.size(), logged.at(Level.ERROR).size());
        router.startIfa();
        assertTrue(words().contains("ifa"));
        RoutingException refusal = assertThrows(
                RoutingException.class, () -> ListedReporter.of(LampReporter.of(router.kernel, types.get(2))));
        assertEquals(Errno.EINVAL, refusal.errno());
        assertEquals(
                "flag 0x8 of message type ADDRESS (number 65) is that of IFADDR, which is Rtsock's own", refusal.getMessage());
    }

    @Test
    void typeThatNoClientCouldReadIsRefused() {
        router.domain.addReporter(LampReporter.of(router.kernel, new MessageType(65, "LAMP-2", "lamp-2", 65, 0)));
        assertFalse(words().contains("lamp-2"));
        assertEquals(
                "reporter org.rtsock.protosw.Lamp$LampReporter is refused: it does not say what its message type is",
                logged.at(Level.ERROR).getFirst());
    }
}
