// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.rtsock.api.Credentials;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketType;
import org.rtsock.journal.JournalReporter;
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

/// Kernel core, reporters, switch and native protocol, put together as the service registry would. Bounds are small, so that they are met.
final class Chain {
    private static final int GRAVEYARD = 40;
    private static final Map<String, Object> BOUNDS = Map.of("resumeWindow", 30, "maxTombstones", 200, "maxHeldBytes", 1L << 20);
    private static final List<Class<? extends JournalReporter<?>>> REPORTERS = List.of(
            RtStatsReporter.class, RedirectReporter.class, RouteReporter.class, RtTableReporter.class, IfaReporter.class, IffReporter.class, IflReporter.class, IfdReporter.class);

    final Kernel kernel = new KernelCore(GRAVEYARD);
    private final RouteDomain domain = new RouteDomain(kernel);
    private final List<JournalReporter<?>> reporters = new ArrayList<>();
    /// Counts, by number of the type, how often its reporter came or went.
    private final AtomicIntegerArray turns = new AtomicIntegerArray(16);

    Chain() {
        domain.addProtosw(new RtsProtosw());
        REPORTERS.forEach(type -> {
            JournalReporter<?> reporter = make(type);
            reporters.add(reporter);
            domain.addReporter(reporter);
        });
    }

    RoutingSocket socket() {
        return domain.socket(SocketType.RAW, "rts", null, "test", Credentials.SELF);
    }

    int types() {
        return reporters.size();
    }

    /// A reporter bundle is stopped. Its type is without a reporter until [#start].
    void stop(int number) {
        turn(number);
        domain.removeReporter(reporters.get(number));
        reporters.get(number).close();
    }

    /// The bundle that was stopped is started again: with an empty journal.
    void start(int number) {
        JournalReporter<?> reporter = make(REPORTERS.get(number));
        reporters.set(number, reporter);
        domain.addReporter(reporter);
        turn(number);
    }

    private void turn(int number) {
        turns.incrementAndGet(reporters.get(number).type().number());
    }

    /// How often the reporter of each type came or went, by number; odd while it is away. Any thread.
    int[] turns() {
        return IntStream.range(0, turns.length()).map(turns::get).toArray();
    }

    /// As the component runtime does it: the constructor's second parameter is the configuration.
    private JournalReporter<?> make(Class<? extends JournalReporter<?>> type) {
        try {
            var constructor = type.getConstructors()[0];
            return type.cast(constructor.newInstance(kernel, configuration(constructor.getParameterTypes()[1])));
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(type + " cannot be made", e);
        }
    }

    private static Object configuration(Class<?> annotation) {
        InvocationHandler values = (proxy, method, arguments) -> BOUNDS.getOrDefault(method.getName(), method.getDefaultValue());
        return Proxy.newProxyInstance(annotation.getClassLoader(), new Class<?>[] {annotation}, values);
    }

}
