// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

/// A value of a configuration that was given on the command line: `--set PID:KEY=VALUE`.
///
/// @param value as it was written
record Setting(String pid, String key, String value) {
    static Setting parse(String text) throws LaunchException {
        int colon = text.indexOf(':');
        int equals = text.indexOf('=', colon + 1);
        if (colon <= 0 || equals <= colon + 1) {
            throw LaunchException.wrongUse("--set '" + text + "' is not PID:KEY=VALUE, such as org.rtsock.driver.netlink:namespace=blue");
        }
        return new Setting(text.substring(0, colon), text.substring(colon + 1, equals), text.substring(equals + 1));
    }

    @Override
    public String toString() {
        return "--set " + pid + ":" + key + "=" + value;
    }
}
