// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.testkit.Await;
import org.rtsock.testkit.KernelState;
import org.rtsock.testkit.ReplicaListener;

/// Listener services that come, change what they listen to, and go. One thread.
final class InsideListeners implements AutoCloseable {
    /// Of all types that come and go here.
    static final List<String> WORDS =
            List.of("ifd", "ifl", "iff", "ifa", "rttable", "route", "redirect", "rtstats", "beacon");

    private static final int MOST = 12;

    /// @param family of the filter, null for none
    private record Wish(Set<String> words, Family family) {
        Dictionary<String, Object> properties() {
            Dictionary<String, Object> properties = new Hashtable<>(Map.of(RoutingListener.TYPES, words.toArray(String[]::new)));
            if (family != null) {
                properties.put(RoutingListener.FAMILY, family.word());
            }
            return properties;
        }

        boolean fits(RoutingObject object) {
            return words.contains(object.type().word()) && (family == null || family == familyOf(object, family));
        }

        private static Family familyOf(RoutingObject object, Family any) {
            return switch (object) {
                case Iff iff -> iff.family();
                case Ifa ifa -> ifa.family();
                case RtTable table -> table.family();
                case Route route -> route.key().prefix().family();
                case Redirect redirect -> redirect.key().destination().family();
                case RtStats stats -> stats.key().family();
                default -> any;
            };
        }
    }

    private final class Listener {
        private final ReplicaListener replica;
        private final ServiceRegistration<RoutingListener> registration;
        private Wish wish = randomWish();

        Listener(String name) {
            replica = new ReplicaListener(name);
            replica.want(wish.words());
            registration = context.registerService(RoutingListener.class, replica, wish.properties());
        }

        void changeMind() {
            wish = randomWish();
            replica.want(wish.words());
            registration.setProperties(wish.properties());
        }
    }

    private final BundleContext context;
    private final Random random;
    private final List<Listener> listeners = new ArrayList<>();
    private int registered;
    private long resets;
    private long marks;

    InsideListeners(BundleContext context, Random random) {
        this.context = context;
        this.random = random;
    }

    private Wish randomWish() {
        Set<String> words = WORDS.stream().filter(_ -> random.nextBoolean()).collect(Collectors.toSet());
        return new Wish(words.isEmpty() ? Set.of("ifd") : words, random.nextInt(3) == 0 ? Family.INET : null);
    }

    void step() {
        boolean comes = listeners.size() < 2 || listeners.size() < MOST && random.nextInt(3) == 0;
        if (comes) {
            listeners.add(new Listener("inside " + ++registered));
        } else if (random.nextBoolean()) {
            listeners.get(random.nextInt(listeners.size())).changeMind();
        } else {
            leave(listeners.remove(random.nextInt(listeners.size())));
        }
    }

    private void leave(Listener listener) {
        listener.registration.unregister();
        assertEquals(List.of(), listener.replica.objections());
        resets += listener.replica.resets();
        marks += listener.replica.marks();
    }

    /// Waits until what each holds of the types is what the kernel holds.
    ///
    /// @param types those that have a reporter
    void check(Kernel kernel, Collection<MessageType> types) throws Exception {
        for (Listener listener : listeners) {
            check(kernel, types, listener);
        }
    }

    private static void check(Kernel kernel, Collection<MessageType> types, Listener listener) throws Exception {
        Map<RoutingKey, RoutingObject> missing = new HashMap<>();
        Map<RoutingKey, RoutingObject> wrong = new HashMap<>();
        try {
            Await.until("the state of " + listener.replica, () -> {
                Map<RoutingKey, RoutingObject> truth = KernelState.of(kernel, types);
                truth.values().removeIf(object -> !listener.wish.fits(object));
                Map<RoutingKey, RoutingObject> held = new HashMap<>(listener.replica.objects());
                held.keySet().removeIf(key -> !types.contains(key.type()));
                difference(truth, held, missing);
                difference(held, truth, wrong);
                return missing.isEmpty() && wrong.isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nwants " + listener.wish + "\nis without " + missing.values() + "\nholds " + wrong.values()
                    + "\nand objects " + listener.replica.objections());
        }
        assertEquals(List.of(), listener.replica.objections());
    }

    private static void difference(
            Map<RoutingKey, RoutingObject> one, Map<RoutingKey, RoutingObject> other, Map<RoutingKey, RoutingObject> only) {
        only.clear();
        only.putAll(one);
        only.entrySet().removeAll(other.entrySet());
    }

    @Override
    public void close() {
        listeners.forEach(this::leave);
        listeners.clear();
    }

    @Override
    public String toString() {
        return registered + " listener services, " + marks + " marks, " + resets + " resets";
    }
}
