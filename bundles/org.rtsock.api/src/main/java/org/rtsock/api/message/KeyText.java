// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;


/// Keys as refusals and logs name them.
final class KeyText {
    private KeyText() {}

    static String of(RoutingKey key) {
        return switch (key) {
            case Ifd.Key(int index) -> "ifd " + index;
            case Ifl.Key(int index) -> "ifl " + index;
            case Iff.Key(int ifl, var family) -> "iff " + family.word() + " of ifl " + ifl;
            case Ifa.Key(int ifl, var local, var prefix) -> "ifa " + local + " with prefix " + prefix + " of ifl " + ifl;
            case RtTable.Key(int id, var family) -> "table " + Integer.toUnsignedString(id) + " " + family.word();
            case Route.Key route -> route(route);
            case Redirect.Key(int table, var destination) ->
                "redirect of " + destination + " in table " + Integer.toUnsignedString(table);
            case RtStats.Key(int table, var family, int protocol) ->
                "rtstats of table " + Integer.toUnsignedString(table) + " " + family.word() + " protocol " + RouteProtocol.word(protocol);
            case ExtensionObject.Key(var type, var id) -> type.word() + " " + id;
        };
    }

    private static String route(Route.Key key) {
        return "route " + key.prefix() + " priority " + Integer.toUnsignedString(key.priority())
                + (key.tos() == 0 ? "" : " tos " + key.tos())
                + (key.source() == null ? "" : " source " + key.source())
                + (key.instance() == 0 ? "" : " instance " + Integer.toUnsignedString(key.instance()))
                + " in table " + Integer.toUnsignedString(key.table());
    }
}
