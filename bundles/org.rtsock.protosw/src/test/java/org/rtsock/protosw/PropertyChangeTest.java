// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.rtsock.protosw.Router.ifd;
import static org.rtsock.protosw.Router.ifl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// Each property of a listener service, changed at run time: the listener hears the difference and nothing else. On the kernel core and
/// journals as they are.
@Timeout(20)
class PropertyChangeTest {
    private static final int BGP = 186;

    private final TranscriptRouter router = new TranscriptRouter(true);
    private final Whiteboard whiteboard = new Whiteboard(router.domain, new SwitchCounters(), ListenerLimits.DEFAULT);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private static Route route(String prefix, int table, int protocol, int priority) {
        Route.Key key = Route.Key.of(table, Prefix.parse(prefix), priority);
        return new Route(key, protocol, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
    }

    @BeforeEach
    void state() {
        router.kernel.commit(TranscriptRouter.DRIVER, tx -> {
            tx.put(ifd(1));
            tx.put(ifl(1));
            tx.put(new RtTable(254, "main", Family.INET));
            tx.put(new RtTable(254, "main", Family.INET6));
            tx.put(new RtTable(100, "blue", Family.INET));
            tx.put(route("10.0.0.0/8", 254, RouteProtocol.STATIC, 10));
            tx.put(route("10.1.0.0/16", 100, BGP, 20));
            tx.put(route("2001:db8::/32", 254, BGP, 20));
        });
    }

    @AfterEach
    void close() {
        whiteboard.close();
        assertNull(heard.poll());
    }

    private void listen(Map<String, Object> properties, String... expected) throws InterruptedException {
        whiteboard.add(this, new Service(), properties);
        expect(expected);
    }

    private void change(Map<String, Object> properties, String... expected) throws InterruptedException {
        whiteboard.update(this, properties);
        expect(expected);
    }

    /// The messages before the mark, in any order, then the mark.
    private void expect(String... expected) throws InterruptedException {
        List<String> given = new ArrayList<>();
        for (int i = 0; i <= expected.length; i++) {
            given.add(String.valueOf(heard.poll(10, TimeUnit.SECONDS)));
        }
        assertEquals("MARK 1 snapshot", given.removeLast(), given.toString());
        assertEquals(List.of(expected).stream().sorted().toList(), given.stream().sorted().toList());
    }

    private static Map<String, Object> routes(String property, Object value) {
        return Map.of("rtsock.types", "route", property, value);
    }

    private static final Map<String, Object> ROUTES = Map.of("rtsock.types", "route");

    @Test
    void flags() throws Exception {
        listen(Map.of("rtsock.flags", 1), "ADD eth1");
        change(Map.of("rtsock.flags", 3), "ADD eth1.0");
        change(Map.of("rtsock.flags", 2));
        change(Map.of("rtsock.flags", 3), "RESET ifd", "ADD eth1");
    }

    @Test
    void types() throws Exception {
        listen(Map.of("rtsock.types", List.of("ifd", "ifl")), "ADD eth1", "ADD eth1.0");
        change(Map.of("rtsock.types", new String[] {"ifd"}));
        change(Map.of("rtsock.types", "ifd", "rtsock.flags", 2), "RESET ifl", "ADD eth1.0");
    }

    @Test
    void table() throws Exception {
        listen(routes("rtsock.table", 254), "ADD 10.0.0.0/8", "ADD 2001:db8::/32");
        change(routes("rtsock.table", 100), "DELETE 10.0.0.0/8", "DELETE 2001:db8::/32", "ADD 10.1.0.0/16");
        change(ROUTES, "ADD 10.0.0.0/8", "ADD 2001:db8::/32");
    }

    @Test
    void family() throws Exception {
        listen(routes("rtsock.family", "inet"), "ADD 10.0.0.0/8", "ADD 10.1.0.0/16");
        change(routes("rtsock.family", "inet6"), "DELETE 10.0.0.0/8", "DELETE 10.1.0.0/16", "ADD 2001:db8::/32");
        change(ROUTES, "ADD 10.0.0.0/8", "ADD 10.1.0.0/16");
    }

    @Test
    void prefix() throws Exception {
        listen(routes("rtsock.prefix", "10.0.0.0/8"), "ADD 10.0.0.0/8", "ADD 10.1.0.0/16");
        change(routes("rtsock.prefix", "10.1.0.0/16"), "DELETE 10.0.0.0/8");
        change(routes("rtsock.prefix", "::/0"), "DELETE 10.1.0.0/16", "ADD 2001:db8::/32");
    }

    @Test
    void protocols() throws Exception {
        listen(routes("rtsock.protocols", "bgp"), "ADD 10.1.0.0/16", "ADD 2001:db8::/32");
        change(routes("rtsock.protocols", List.of("static", "bgp")), "ADD 10.0.0.0/8");
        change(routes("rtsock.protocols", "static"), "DELETE 10.1.0.0/16", "DELETE 2001:db8::/32");
    }

    @Test
    void priority() throws Exception {
        listen(routes("rtsock.priority", 10L), "ADD 10.0.0.0/8");
        change(routes("rtsock.priority", 20L), "ADD 10.1.0.0/16", "ADD 2001:db8::/32");
        change(routes("rtsock.priority", 5L), "DELETE 10.0.0.0/8", "DELETE 10.1.0.0/16", "DELETE 2001:db8::/32");
    }

    @Test
    void anyOtherPropertyChangesNothing() throws Exception {
        listen(ROUTES, "ADD 10.0.0.0/8", "ADD 10.1.0.0/16", "ADD 2001:db8::/32");
        change(routes("name", "value"));
    }

    private final class Service implements ComponentServiceObjects<RoutingListener> {
        @Override
        public RoutingListener getService() {
            return cut -> cut.forEach(message -> heard.add(Router.text(message)));
        }

        @Override
        public void ungetService(RoutingListener returned) {}

        @Override
        public ServiceReference<RoutingListener> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }
}
