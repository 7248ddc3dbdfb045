// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.Filter;
import picocli.CommandLine.Option;

/// The filter that listening commands share. The appliance applies it, not the command.
final class FilterOptions {
    @Option(
            names = "--table",
            paramLabel = "N",
            completionCandidates = Candidates.Tables.class,
            description = "Tables and routes of this table only: a number, main or local.")
    private @Nullable String table;

    @Option(
            names = "--family",
            paramLabel = "inet|inet6",
            completionCandidates = Candidates.Families.class,
            description = "Objects of this family only.")
    private @Nullable String family;

    @Option(
            names = "--protocol",
            paramLabel = "NAME|NUMBER",
            completionCandidates = Candidates.Protocols.class,
            description = "Routes of this protocol only, such as static, bgp or 186; may be given several times.")
    private List<String> protocols = List.of();

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "Routes with this priority or a more preferred one (a lower number) only.")
    private @Nullable String priority;

    Filter filter(@Nullable Prefix prefix) {
        Set<Integer> numbers = new HashSet<>();
        for (String protocol : protocols) {
            numbers.add(Arguments.protocol(protocol));
        }
        return new Filter(
                table == null ? 0 : Arguments.table(table),
                family == null ? null : Arguments.family(family),
                prefix,
                numbers,
                priority == null ? Filter.ANY_PRIORITY : Arguments.u32("--priority", priority, 0));
    }
}
