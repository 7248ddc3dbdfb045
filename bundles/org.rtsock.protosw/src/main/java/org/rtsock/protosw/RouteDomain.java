// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.BatchReply;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RequestBatch;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.Snapshot;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.TypeDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routing domain (`routedomain`): the protosw table, the list of control blocks, and what comes and goes through the service registry.
/// Where there is no registry, whoever puts a switch together hands it its parts.
@Component(
        immediate = true,
        configurationPid = "org.rtsock.protosw",
        service = {RoutingDomain.class, StatisticsSource.class})
@Designate(ocd = RouteDomain.Config.class)
public final class RouteDomain implements RoutingDomain, StatisticsSource {
    @ObjectClassDefinition(name = "Routing domain")
    @interface Config {
        @AttributeDefinition(description = "Whether those who may not write may open sockets, to ask and to listen")
        boolean open() default true;

        @AttributeDefinition(description = "Seconds after which a listener that has not returned from receive is parked, 0 for never")
        int listenerLimitSeconds() default 60;

        @AttributeDefinition(description = "Failures in a row after which a listener is parked, 0 for never")
        int listenerFailures() default 10;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RouteDomain.class);

    private static final Cause COUNTING = new Cause.Driver("switch");

    private final Kernel kernel;
    private final RouteOutput routeOutput;
    private final SwitchCounters counters = new SwitchCounters();
    private final AtomicInteger lastId = new AtomicInteger();
    /// The protosw table, by name of the protocol.
    private final Map<String, Protosw> protosw = new ConcurrentHashMap<>();
    /// `rawcb`: the control blocks that are attached, by number.
    private final Map<Integer, RawControlBlock> rawcb = new ConcurrentSkipListMap<>();
    private final RouteCb routeCb = new RouteCb();
    private final RawInput rawInput = new RawInput(rawcb.values(), routeCb);
    private final ListenerLists lists;
    private final Whiteboard whiteboard;
    private final Registration events;
    private final boolean open;

    /// @throws RoutingException EINVAL for a limit that does not fit
    @Activate
    public RouteDomain(@Reference Kernel kernel, Config config) {
        this(kernel, config.open(), ListenerLimits.of(config.listenerLimitSeconds(), config.listenerFailures()));
        whiteboard.activating(true);
    }

    /// All services that were there before the switch are bound by now.
    @Activate
    void activated() {
        whiteboard.activating(false);
    }

    /// A switch without a framework, open to everybody.
    public RouteDomain(Kernel kernel) {
        this(kernel, true);
    }

    /// A switch without a framework.
    ///
    /// @param open whether those who may not write may open sockets
    public RouteDomain(Kernel kernel, boolean open) {
        this(kernel, open, ListenerLimits.DEFAULT);
    }

    RouteDomain(Kernel kernel, boolean open, ListenerLimits limits) {
        this.kernel = kernel;
        this.open = open;
        this.whiteboard = new Whiteboard(this, counters, limits);
        this.lists = new ListenerLists(rawcb.values(), kernel::version);
        this.routeOutput = new RouteOutput(kernel);
        this.events = kernel.onEvent(rawInput::event);
    }

    @Deactivate
    void close() {
        events.close();
        whiteboard.close();
        rawcb.values().forEach(pcb -> pcb.socket().close());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addProtosw(Protosw entry) {
        if (!entry.domain().equals(NAME)) {
            LOG.error("protocol {} is of domain {}, not {}; refused: {}", entry.protocol(), entry.domain(), NAME, entry);
            return;
        }
        Protosw holder = protosw.putIfAbsent(entry.protocol(), entry);
        if (holder != null) {
            LOG.error("protocol {} is in the switch already, {}; refused: {}", entry.protocol(), holder, entry);
        }
    }

    public void removeProtosw(Protosw entry) {
        if (protosw.remove(entry.protocol(), entry)) {
            rawcb.values().stream().filter(pcb -> pcb.protosw() == entry).forEach(pcb -> pcb.socket().close());
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addReporter(Reporter reporter) {
        lists.add(reporter);
    }

    public void removeReporter(Reporter reporter) {
        lists.remove(reporter);
    }

    /// The service itself is fetched on the listener's own thread: a daemon may itself refer to this domain, which is only just being made.
    @Reference(
            service = RoutingListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeListener",
            updated = "updatedListener")
    void addListener(
            ServiceReference<RoutingListener> reference,
            ComponentServiceObjects<RoutingListener> service,
            Map<String, Object> properties) {
        whiteboard.add(reference, service, properties);
    }

    void updatedListener(ServiceReference<RoutingListener> reference, Map<String, Object> properties) {
        whiteboard.update(reference, properties);
    }

    void removeListener(ServiceReference<RoutingListener> reference) {
        whiteboard.remove(reference);
    }

    @Override
    public RouteSocket socket(
            SocketType type, String protocol, @Nullable Family family, String origin, Credentials credentials) {
        if (type != SocketType.RAW) {
            throw new RoutingException(Errno.ESOCKTNOSUPPORT, "socket type " + type + " is not RAW");
        }
        Protosw entry = entry(protocol);
        if (entry.type() != type) {
            throw new RoutingException(Errno.ESOCKTNOSUPPORT, "protocol " + protocol + " has no sockets of type " + type);
        }
        RouteSocket socket = open(entry, family, origin, credentials);
        // The entry may have gone while the socket was not yet on the list that removeProtosw walks.
        if (protosw.get(protocol) != entry) {
            socket.close();
            throw unknown(protocol);
        }
        return socket;
    }

    /// `pffindproto`.
    private Protosw entry(String protocol) {
        Protosw entry = protosw.get(protocol);
        if (entry == null) {
            throw unknown(protocol);
        }
        return entry;
    }

    private static RoutingException unknown(String protocol) {
        return new RoutingException(Errno.EPROTONOSUPPORT, "protocol '" + protocol + "' is not in the switch");
    }

    /// Makes a socket of an entry and attaches it. Nothing is left behind when that is refused.
    RouteSocket open(Protosw entry, @Nullable Family family, String origin, Credentials credentials) {
        RouteSocket socket =
                new RouteSocket(this, entry, lastId.incrementAndGet(), family, origin, credentials, counters);
        try {
            socket.attach();
        } catch (RuntimeException e) {
            socket.free();
            throw e;
        }
        counters.opened.increment();
        return socket;
    }

    /// The mode of a listener service comes from its properties, which somebody else may change; all other sockets set their own.
    Subscription newSubscription(int socket, Protosw entry, Runnable wakeup) {
        return new Subscription(kernel, lists, counters, socket, entry == WhiteboardProtosw.INSTANCE, wakeup);
    }

    /// `raw_attach`: onto the list of control blocks. Once for each.
    void rawAttach(RawControlBlock pcb) {
        rawcb.put(pcb.id(), pcb);
        routeCb.attached(pcb.family());
    }

    /// `raw_detach`. Once for each that was attached.
    void rawDetach(RawControlBlock pcb) {
        rawcb.remove(pcb.id());
        routeCb.detached(pcb.family());
    }

    /// `raw_input` with `route_src` and `route_dst`, as for every message of the domain.
    void rawInput(RawControlBlock sender, @Nullable Family about, ByteBuffer message) {
        rawInput.input(sender, about, Sockaddr.ROUTE, Sockaddr.ROUTE, message);
    }

    RouteReply routeOutput(RouteRequest request, String origin, int pid, Credentials credentials) {
        return counted(() -> routeOutput.carryOut(request, origin, pid, credentials));
    }

    BatchReply routeOutput(RequestBatch batch, String origin, int pid, Credentials credentials) {
        return counted(() -> routeOutput.carryOut(batch, origin, pid, credentials));
    }

    private <T> T counted(Supplier<T> request) {
        counters.requests.increment();
        try {
            return request.get();
        } catch (RoutingException e) {
            counters.refused.increment();
            throw e;
        }
    }

    /// Whether those who may not write may open sockets.
    boolean isOpen() {
        return open;
    }

    @Override
    public Snapshot snapshot(AsyncMode mode) {
        if (mode.wants(MessageType.RTSTATS)) {
            // What was counted since the last commit belongs to the state as well.
            kernel.commit(COUNTING, _ -> {});
        }
        return StateSnapshot.of(kernel, lists, counters, mode);
    }

    @Override
    public void sysctl(String protocol, @Nullable Family family, int[] name, Consumer<ByteBuffer> sink) {
        entry(protocol).sysctl(this, family, name, sink);
    }

    @Override
    public AsyncMode.ResumePoint now() {
        return new AsyncMode.ResumePoint(kernel.epoch(), kernel.version(), true);
    }

    @Override
    public List<SocketInfo> sockets() {
        long newest = kernel.version();
        return rawcb.values().stream().map(pcb -> pcb.info(newest)).toList();
    }

    @Override
    public List<TypeDescriptor> types() {
        return lists.reporters().stream().map(ListedReporter::descriptor).toList();
    }

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public Map<String, Long> read() {
        return counters.read(rawcb.size(), routeCb, lists.reporters().size());
    }
}
