// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.FieldValues;
import org.rtsock.client.replica.RouteNode.Leaf;

/// What the kernel held at one version, of the types and objects that were asked for. Immutable: it stays as it is while the replica goes
/// on, and shares with the next state all that has not changed. Any thread.
///
/// Collections are in the order of keys, and are made as they are walked.
public final class ReplicaState {
    /// Before the first mark.
    static final ReplicaState NOTHING = new Sections().state(0, 0);

    private final long epoch;
    private final long version;
    private final SortedTree<Ifd.Key, Ifd> ifds;
    private final SortedTree<Ifl.Key, Ifl> ifls;
    private final SortedTree<IflSection.Place, Ifl> units;
    private final SortedTree<Iff.Key, Iff> iffs;
    private final SortedTree<Ifa.Key, Ifa> ifas;
    private final SortedTree<RtTable.Key, RtTable> tables;
    private final SortedTree<RtTable.Key, RouteTree> routes;
    private final SortedTree<Redirect.Key, Redirect> redirects;
    private final SortedTree<RtStats.Key, RtStats> stats;
    private final Map<String, PluginObjects> plugins;

    ReplicaState(long epoch, long version, Sections held) {
        this.epoch = epoch;
        this.version = version;
        ifds = held.ifds.published();
        ifls = held.ifls.published();
        units = held.ifls.publishedPlaces();
        iffs = held.iffs.published();
        ifas = held.ifas.published();
        tables = held.tables.published();
        routes = held.routes.published();
        redirects = held.redirects.published();
        stats = held.stats.published();
        plugins = held.plugins();
    }

    /// The life of the kernel that the version belongs to; 0 before the first mark.
    public long epoch() {
        return epoch;
    }

    /// The commit whose state this is; 0 before the first mark.
    public long version() {
        return version;
    }

    /// The object with a key; null when there is none, and for keys of plug-ins' types.
    public @Nullable RoutingObject find(RoutingKey key) {
        return switch (key) {
            case Ifd.Key ifd -> ifds.get(ifd);
            case Ifl.Key ifl -> ifls.get(ifl);
            case Iff.Key iff -> iffs.get(iff);
            case Ifa.Key ifa -> ifas.get(ifa);
            case RtTable.Key table -> tables.get(table);
            case Route.Key route -> route(route);
            case Redirect.Key redirect -> redirects.get(redirect);
            case RtStats.Key counters -> stats.get(counters);
            case ExtensionObject.Key _ -> null;
        };
    }

    public Collection<Ifd> ifds() {
        return ifds.values();
    }

    public @Nullable Ifd ifd(int index) {
        return ifds.get(new Ifd.Key(index));
    }

    public Collection<Ifl> ifls() {
        return ifls.values();
    }

    public @Nullable Ifl ifl(int index) {
        return ifls.get(new Ifl.Key(index));
    }

    /// The logical interfaces of a device.
    public List<Ifl> iflsOf(int ifd) {
        return units.run(new IflSection.Place(ifd, Integer.MIN_VALUE), ifl -> ifl.ifd() == ifd);
    }

    public Collection<Iff> iffs() {
        return iffs.values();
    }

    /// The families of a logical interface.
    public List<Iff> iffsOf(int ifl) {
        return iffs.run(new Iff.Key(ifl, Family.INET), iff -> iff.ifl() == ifl);
    }

    public Collection<Ifa> ifas() {
        return ifas.values();
    }

    /// The addresses of a logical interface.
    public List<Ifa> ifasOf(int ifl) {
        Prefix least = Prefix.all(Family.INET);
        return ifas.run(new Ifa.Key(ifl, least.address(), least), ifa -> ifa.ifl() == ifl);
    }

    public Collection<RtTable> tables() {
        return tables.values();
    }

    public @Nullable RtTable table(int id, Family family) {
        return tables.get(new RtTable.Key(id, family));
    }

    public Collection<Redirect> redirects() {
        return redirects.values();
    }

    public Collection<RtStats> stats() {
        return stats.values();
    }

    /// How many routes there are in all tables.
    public long routeCount() {
        long[] sum = {0};
        routes.each((_, tree) -> sum[0] += tree.size());
        return sum[0];
    }

    /// How many routes a table has.
    public int routeCount(int table, Family family) {
        return tree(table, family).size();
    }

    public @Nullable Route route(Route.Key key) {
        Leaf probe = Leaf.probe(key);
        return route(key.tableKey(), tree(key.table(), key.family()).find(probe));
    }

    /// The best route of a table for an address: longest prefix, then lowest priority; null when nothing matches. Routes for a type of
    /// service or a source prefix are not considered.
    public @Nullable Route longestMatch(int table, IpAddress address) {
        RouteTree tree = tree(table, address.family());
        return route(new RtTable.Key(table, address.family()), tree.longestMatch(address.high(), address.low()));
    }

    /// The most preferred route of exactly a prefix; null when there is none. Routes for a type of service or a source prefix are not
    /// considered.
    public @Nullable Route preferred(int table, Prefix prefix) {
        IpAddress address = prefix.address();
        RouteNode.Routes there = tree(table, prefix.family()).find(address.high(), address.low(), prefix.length());
        return route(new RtTable.Key(table, prefix.family()), there == null ? null : there.plain());
    }

    /// The routes of a table within a prefix, that prefix included, in the order of prefixes, then from the most preferred on.
    public Iterable<Route> routes(int table, Prefix within) {
        RouteTree tree = tree(table, within.family());
        IpAddress address = within.address();
        RtTable.Key key = new RtTable.Key(table, within.family());
        return () -> new Routes(key, tree.within(address.high(), address.low(), within.length()));
    }

    /// All routes of a table, in the order of prefixes, then from the most preferred on.
    public Iterable<Route> routes(int table, Family family) {
        return routes(table, Prefix.all(family));
    }

    /// The tables that have routes, also those that were not asked for themselves.
    public List<RtTable.Key> tablesWithRoutes() {
        List<RtTable.Key> keys = new ArrayList<>();
        routes.each((key, _) -> keys.add(key));
        return keys;
    }

    /// The types of plug-ins of which the appliance told.
    public List<TypeDescriptor> pluginTypes() {
        return plugins.values().stream()
                .map(PluginObjects::descriptor)
                .sorted(Comparator.comparing(TypeDescriptor::type))
                .toList();
    }

    /// The objects of a plug-in's type, in the order of the text of their keys; empty when there is no such type.
    ///
    /// @param word of the type
    public Collection<FieldValues> objects(String word) {
        PluginObjects held = plugins.get(word);
        return held == null ? List.of() : held.objects().values();
    }

    /// The object of a plug-in's type with a key; null when there is none.
    ///
    /// @param word of the type
    /// @param key  its text, as [FieldValues#key] has it
    public @Nullable FieldValues object(String word, String key) {
        PluginObjects held = plugins.get(word);
        if (held == null) {
            return null;
        }
        FieldValues first = held.objects().first(PluginObjects.Key.before(key));
        return first != null && first.key().equals(key) ? first : null;
    }

    private RouteTree tree(int table, Family family) {
        return Objects.requireNonNullElse(routes.get(new RtTable.Key(table, family)), RouteTree.EMPTY);
    }

    private static @Nullable Route route(RtTable.Key table, @Nullable Leaf leaf) {
        return leaf == null ? null : leaf.route(table.id(), table.family());
    }

    @Override
    public String toString() {
        return "state at version " + version + " of epoch " + epoch;
    }

    private record Routes(RtTable.Key table, Iterator<Leaf> leaves) implements Iterator<Route> {
        @Override
        public boolean hasNext() {
            return leaves.hasNext();
        }

        @Override
        public Route next() {
            return leaves.next().route(table.id(), table.family());
        }
    }
}
