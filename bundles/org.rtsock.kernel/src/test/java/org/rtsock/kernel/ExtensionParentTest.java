// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.kernel.Refusals.assertRefused;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;

/// Objects of plug-ins that are parts of others.
final class ExtensionParentTest {
    private static final MessageType LAMP = new MessageType(64, "LAMP", "lamp", 45, 0);
    private static final MessageType BULB = new MessageType(65, "BULB", "bulb", 46, 0);

    private record Part(int value, @Nullable RoutingKey parent) implements ExtensionObject.Body {}

    private final KernelCore kernel = kernel("eth0", "eth1");
    private final Reporters reporters =
            new Reporters(kernel, List.of(MessageType.IFDEV, MessageType.IFLOGICAL, LAMP, BULB));

    {
        reporters.lines();
    }

    @AfterEach
    void detach() {
        reporters.close();
    }

    private static ExtensionObject part(MessageType type, String name, int value, @Nullable RoutingKey parent) {
        return new ExtensionObject(new ExtensionObject.Key(type, name), new Part(value, parent));
    }

    @Test
    void partsGoWithTheirParentEachWithADeleteOfItsOwn() {
        ExtensionObject lamp = part(LAMP, "left", 1, new Ifl.Key(1));
        kernel.commit(REQUEST, tx -> {
            tx.add(lamp);
            tx.add(part(BULB, "red", 1, lamp.key()));
            tx.add(part(LAMP, "right", 1, new Ifl.Key(2)));
        });
        reporters.lines();
        kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        assertEquals(List.of("DELETE bulb red", "DELETE lamp left", "DELETE ifl 1", "DELETE ifd 1"), reporters.lines());
    }

    @Test
    void partThatWentIsNotDeletedAgain() {
        ExtensionObject lamp = part(LAMP, "left", 1, new Ifl.Key(1));
        kernel.commit(REQUEST, tx -> tx.add(lamp));
        kernel.commit(REQUEST, tx -> tx.delete(lamp.key()));
        reporters.lines();
        kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        assertEquals(List.of("DELETE ifl 1", "DELETE ifd 1"), reporters.lines());
    }

    @Test
    void parentMustBeThere() {
        assertRefused(
                kernel, REQUEST, Errno.ENODEV, "ifl 9 does not exist", tx -> tx.add(part(LAMP, "left", 1, new Ifl.Key(9))));
    }

    @Test
    void parentStaysWhatItIs() {
        kernel.commit(REQUEST, tx -> tx.add(part(LAMP, "left", 1, new Ifl.Key(1))));
        kernel.commit(REQUEST, tx -> tx.change(part(LAMP, "left", 2, new Ifl.Key(1))));
        assertRefused(
                kernel,
                REQUEST,
                Errno.EINVAL,
                "parent ifl 2 of lamp left is not what it was",
                tx -> tx.put(part(LAMP, "left", 3, new Ifl.Key(2))));
    }

    @Test
    void parentRanksBelowItsPartsAndIsNoRoute() {
        ExtensionObject bulb = part(BULB, "red", 1, null);
        kernel.commit(REQUEST, tx -> tx.add(bulb));
        assertRefused(
                kernel,
                REQUEST,
                Errno.EINVAL,
                "parent bulb red of lamp left is not of a type that has parts and ranks below lamp",
                tx -> tx.add(part(LAMP, "left", 1, bulb.key())));
        RoutingKey route = route("10.0.0.0/8").key();
        assertRefused(
                kernel,
                REQUEST,
                Errno.EINVAL,
                "parent " + route.text() + " of lamp left is not of a type that has parts and ranks below lamp",
                tx -> tx.add(part(LAMP, "left", 1, route)));
    }
}
