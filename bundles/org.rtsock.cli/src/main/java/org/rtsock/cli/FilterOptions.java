// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.Filter;
import picocli.CommandLine.Option;

/// The filter that listening commands share. The appliance applies it, not the command.
final class FilterOptions {
    @Option(names = "--table", paramLabel = "N", description = "Tables and routes of this table only: a number, main or local.")
    private @Nullable String table;

    @Option(names = "--family", paramLabel = "inet|inet6", description = "Objects of this family only.")
    private @Nullable String family;

    Filter filter(@Nullable Prefix prefix) {
        return new Filter(table == null ? 0 : Arguments.table(table), family == null ? null : Arguments.family(family), prefix);
    }
}
