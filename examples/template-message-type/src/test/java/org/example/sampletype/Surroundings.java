// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.reporter.Reporter;

/// What the plug-in finds in an appliance, as far as it uses it: a kernel that takes whatever it is given, and a bundle context. Writes
/// down what is done.
final class Surroundings {
    /// Services and reports, in order, such as `register` and `ADD 192.0.2.1`.
    final List<String> done = new ArrayList<>();
    private final Map<RoutingKey, Held> objects = new LinkedHashMap<>();
    private final List<ReportSink> sinks = new ArrayList<>();
    private @Nullable Reporter service;
    private @Nullable RuntimeException refusal;
    private int slots;
    private long version;

    /// An object in the kernel.
    private record Held(ExtensionObject object, int slot, long born) {}

    /// A stand-in for an interface or an annotation.
    static <S> S stub(Class<S> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    Kernel kernel() {
        return stub(Kernel.class, (_, method, arguments) -> switch (method.getName()) {
            case "attach" -> attach((ReportSink) arguments[0]);
            case "commit" -> commit((Consumer<?>) arguments[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    BundleContext bundle() {
        return stub(BundleContext.class, (_, method, arguments) -> switch (method.getName()) {
            case "registerService" -> register((Reporter) arguments[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    /// Has the kernel take no object from now on.
    void refuse(RuntimeException thrown) {
        refusal = thrown;
    }

    /// The service that was registered last.
    Reporter service() {
        return Objects.requireNonNull(service, "none is registered");
    }

    long version() {
        return version;
    }

    private ServiceRegistration<?> register(Reporter reporter) {
        done.add("register");
        service = reporter;
        return stub(ServiceRegistration.class, (_, method, _) -> {
            done.add(method.getName());
            return null;
        });
    }

    private Registration attach(ReportSink reporter) {
        done.add("attach");
        sinks.add(reporter);
        reporter.attached(0);
        return () -> done.add("detach");
    }

    @SuppressWarnings("unchecked")
    private long commit(Consumer<?> work) {
        version++;
        ((Consumer<Transaction>) work).accept(stub(Transaction.class, (_, method, arguments) -> switch (method.getName()) {
            case "put" -> put((ExtensionObject) arguments[0]);
            case "remove" -> remove((RoutingKey) arguments[0]);
            case "owned" -> List.copyOf(objects.keySet());
            default -> throw new UnsupportedOperationException(method.getName());
        }));
        sinks.forEach(sink -> sink.published(version));
        return version;
    }

    private ExtensionObject put(ExtensionObject object) {
        if (refusal != null) {
            throw refusal;
        }
        Held before = objects.get(object.key());
        Held now = before == null ? new Held(object, slots++, version) : new Held(object, before.slot, before.born);
        if (!now.equals(before)) {
            objects.put(object.key(), now);
            report(before == null ? Operation.ADD : Operation.CHANGE, now);
        }
        return object;
    }

    private boolean remove(RoutingKey key) {
        Held before = objects.remove(key);
        if (before != null) {
            report(Operation.DELETE, before);
        }
        return before != null;
    }

    private void report(Operation operation, Held held) {
        done.add(operation + " " + held.object.key().id());
        sinks.forEach(sink -> sink.report(operation, held.slot, held.object, version, held.born, new Cause.Driver("test")));
    }
}
