// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a component as Declarative Services would, without a framework: its public constructor is given the references that fit, and its
/// configuration type the properties, else what the type says is the default.
final class Component {
    private Component() {}

    /// @param properties of the configuration, by the name of the method
    static <T> T make(Class<T> type, Map<String, Object> properties, Object... references) {
        Constructor<?> constructor = Arrays.stream(type.getConstructors())
                .filter(candidate -> Arrays.stream(candidate.getParameters())
                        .allMatch(parameter -> argument(parameter, properties, references) != null))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no public constructor that fits"));
        Object[] arguments = Arrays.stream(constructor.getParameters())
                .map(parameter -> argument(parameter, properties, references))
                .toArray();
        try {
            return type.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /// What the runtime would call when the component goes: by convention a method `close`.
    static void stop(Object component) {
        try {
            Method close = component.getClass().getDeclaredMethod("close");
            close.setAccessible(true);
            close.invoke(component);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component.getClass() + " cannot be stopped", e);
        }
    }

    private static @Nullable Object argument(Parameter parameter, Map<String, Object> properties, Object... references) {
        Class<?> wanted = parameter.getType();
        return wanted.isAnnotation()
                ? configuration(wanted, properties)
                : Arrays.stream(references).filter(wanted::isInstance).findFirst().orElse(null);
    }

    private static Object configuration(Class<?> type, Map<String, Object> properties) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
            Object value = properties.get(method.getName());
            return Objects.requireNonNull(value != null ? value : method.getDefaultValue(), method.getName());
        });
    }
}
