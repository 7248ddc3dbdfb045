// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/// A whiteboard service: a component that counts, registered so that `show stats` and metrics can read it.
@ConsumerType
public interface StatisticsSource {
    /// First part of every counter's name, such as `netlink` or `journal.ifd`: lower case, words joined by dots.
    String name();

    /// The counters now, by name (lower case, words joined by dots), in the order in which people should read them.
    /// Any thread, must not block for long.
    Map<String, Long> read();
}
