// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.RoutingKey;

/// CHANGE: where your objects come from, here from the configuration. Any thread; the kernel takes one commit after the other.
///
/// A feed that hears of changes by itself has a thread, starts it in its constructor, and joins it in [#close] before it deletes. What it
/// hears of one by one it commits with `put` and `remove`; [#replace] is for the whole, such as the answer to a dump.
final class SampleFeed implements AutoCloseable {
    /// Stands in every message, 1 to 8 characters. What is put under this name nobody else may change or delete.
    private static final Cause CAUSE = new Cause.Driver("sample");

    private final Kernel kernel;

    SampleFeed(Kernel kernel) {
        this.kernel = kernel;
    }

    /// Makes these the objects of this feed, in one commit. Listeners hear the difference.
    void replace(List<Sample> objects) {
        kernel.commit(CAUSE, tx -> {
            Set<RoutingKey> gone = new HashSet<>(tx.owned(Sample.TYPE));
            for (Sample value : objects) {
                ExtensionObject object = value.object();
                tx.put(object);
                gone.remove(object.key());
            }
            gone.forEach(tx::remove);
        });
    }

    /// Deletes what this feed put.
    @Override
    public void close() {
        replace(List.of());
    }

    /// Reads objects from text.
    ///
    /// @param text such as `192.0.2.1 10, 2001:db8::1 20`
    /// @throws RoutingException EINVAL naming what is wrong
    static List<Sample> parse(String text) {
        List<Sample> objects = new ArrayList<>();
        for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] words = entry.strip().split(" +");
            if (words.length != 2 || !words[1].matches("[0-9]{1,9}")) {
                throw new RoutingException(
                        Errno.EINVAL, "objects: '" + entry.strip() + "' is not an address and a weight of at most nine digits");
            }
            objects.add(new Sample(IpAddress.parse(words[0]), Integer.parseInt(words[1])));
        }
        return objects;
    }
}
