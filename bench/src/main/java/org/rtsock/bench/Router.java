// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketType;
import org.rtsock.kernel.KernelCore;
import org.rtsock.protocol.rts.RtsProtosw;
import org.rtsock.protosw.RouteDomain;
import org.rtsock.reporter.ifa.IfaReporter;
import org.rtsock.reporter.ifd.IfdReporter;
import org.rtsock.reporter.iff.IffReporter;
import org.rtsock.reporter.ifl.IflReporter;
import org.rtsock.reporter.redirect.RedirectReporter;
import org.rtsock.reporter.route.RouteReporter;
import org.rtsock.reporter.rtstats.RtStatsReporter;
import org.rtsock.reporter.rttable.RtTableReporter;
import org.rtsock.testkit.LabCertificates;
import org.rtsock.transport.tcp.TcpTransport;
import org.rtsock.transport.unix.UnixTransport;

/// The system as an appliance has it, without a framework: kernel core, all reporters, protocol switch with the native protocol. It has two
/// interfaces, `eth0` (1) and `eth1` (2), and the main tables.
final class Router {
    static final Cause CAUSE = new Cause.Driver("bench");
    static final AsyncMode ROUTES = AsyncMode.of(MessageType.ROUTE.flag());
    private static final int GRAVEYARD = 16_384;
    private static final int MTU = 1500;

    private final Kernel kernel = new KernelCore(GRAVEYARD);
    private final RouteDomain domain = new RouteDomain(kernel);

    Router() {
        List<Class<? extends Reporter>> reporters = List.of(
                IfdReporter.class, IflReporter.class, IffReporter.class, IfaReporter.class, RtTableReporter.class, RouteReporter.class,
                RedirectReporter.class, RtStatsReporter.class);
        reporters.forEach(reporter -> domain.addReporter(Component.make(reporter, Map.of(), kernel)));
        domain.addProtosw(new RtsProtosw());
        commit(work -> {
            addInterface(work, 1, "eth0");
            addInterface(work, 2, "eth1");
            work.add(new RtTable(RtTable.MAIN, "main", Family.INET));
            work.add(new RtTable(RtTable.MAIN, "main", Family.INET6));
        });
    }

    static void addInterface(Transaction work, int index, String name) {
        work.add(new Ifd(index, name, MacAddress.ofBytes(new byte[] {2, 0, 0, 0, 0, (byte) index}, 0, 6), MTU, true, true, "ether"));
        work.add(new Ifl(index, name + ".0", index, 0, true));
        work.add(new Iff(index, Family.INET, MTU));
        work.add(new Iff(index, Family.INET6, MTU));
    }

    Kernel kernel() {
        return kernel;
    }

    long commit(Consumer<? super Transaction> work) {
        return kernel.commit(CAUSE, work);
    }

    /// Opens a socket of a protocol that is put in the switch for it.
    RoutingSocket open(Protosw protocol) {
        domain.addProtosw(protocol);
        return domain.socket(SocketType.RAW, protocol.protocol(), null, "bench", Credentials.SELF);
    }

    /// Takes connections at a path.
    UnixTransport serve(Path path) {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (_, _, _) -> null);
        return Component.make(UnixTransport.class, Map.of("path", path.toString()), domain, context);
    }

    /// Takes TLS connections at a port of the loopback.
    TcpTransport serve(LabCertificates certificates) {
        Map<String, Object> settings = new HashMap<>(certificates.settings());
        settings.put("port", 0);
        return Component.make(TcpTransport.class, settings, domain);
    }
}
