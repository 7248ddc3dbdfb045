// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.StatisticsSource;

/// Sources of statistics as the component runtime would bind them.
final class FakeStatistics {
    private FakeStatistics() {}

    static void add(RtsProtosw rts, String name, String counter, long value) {
        StatisticsSource source = new StatisticsSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Map<String, Long> read() {
                return Map.of(counter, value);
            }
        };
        rts.addStatistics(reference(), objects(source));
    }

    static void addBroken(RtsProtosw rts) {
        StatisticsSource source = new StatisticsSource() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Map<String, Long> read() {
                throw new IllegalStateException("cannot count");
            }
        };
        rts.addStatistics(reference(), objects(source));
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<StatisticsSource> reference() {
        return (ServiceReference<StatisticsSource>) Proxy.newProxyInstance(
                FakeStatistics.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> arguments != null && proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static ComponentServiceObjects<StatisticsSource> objects(StatisticsSource source) {
        return new ComponentServiceObjects<>() {
            @Override
            public StatisticsSource getService() {
                return source;
            }

            @Override
            public void ungetService(StatisticsSource service) {}

            @Override
            public ServiceReference<StatisticsSource> getServiceReference() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
