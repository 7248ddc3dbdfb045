// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/// Components that have refused to work, most often because of what their configuration says: what Declarative Services (OSGi compendium, 112.8)
/// tells of them. Asked by reflection, since launcher and bundles share no class but the platform's and the framework's.
final class FailedComponents {
    private static final String RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    private static final String DESCRIPTION = "org.osgi.service.component.runtime.dto.ComponentDescriptionDTO";
    /// `ComponentConfigurationDTO.FAILED_ACTIVATION`.
    private static final int FAILED_ACTIVATION = 16;
    private static final String CAUSE = "Caused by: ";

    private FailedComponents() {}

    /// A line for each, `NAME: why`; none without Declarative Services.
    static Set<String> among(BundleContext context, Collection<Bundle> bundles) {
        ServiceReference<?> reference = context.getServiceReference(RUNTIME);
        Object runtime = reference == null ? null : context.getService(reference);
        if (runtime == null) {
            return Set.of();
        }
        try {
            return among(runtime, bundles);
        } catch (InvocationTargetException | NoSuchMethodException | ClassNotFoundException | IllegalAccessException | NoSuchFieldException e) {
            throw new IllegalStateException(runtime.getClass() + " is not the service of OSGi compendium 112.8", e);
        } finally {
            context.ungetService(reference);
        }
    }

    private static Set<String> among(Object runtime, Collection<Bundle> bundles)
            throws InvocationTargetException, NoSuchMethodException, ClassNotFoundException, IllegalAccessException, NoSuchFieldException {
        Class<?> service = runtime.getClass().getClassLoader().loadClass(RUNTIME);
        Class<?> description = runtime.getClass().getClassLoader().loadClass(DESCRIPTION);
        Object descriptions = service.getMethod("getComponentDescriptionDTOs", Bundle[].class)
                .invoke(runtime, (Object) bundles.toArray(Bundle[]::new));
        Set<String> failed = new TreeSet<>();
        for (Object component : (Collection<?>) descriptions) {
            Object states = service.getMethod("getComponentConfigurationDTOs", description).invoke(runtime, component);
            for (Object state : (Collection<?>) states) {
                if (state.getClass().getField("state").getInt(state) == FAILED_ACTIVATION) {
                    failed.add(description.getField("name").get(component) + ": " + reason((String) state.getClass().getField("failure").get(state)));
                }
            }
        }
        return failed;
    }

    /// What the component threw, of a stack trace in which it is wrapped by what called its constructor. It says what was wrong; its own causes
    /// say how that was found out.
    static String reason(String trace) {
        String outermost = trace.lines().findFirst().orElse("");
        if (!outermost.startsWith(InvocationTargetException.class.getName())) {
            return outermost;
        }
        return trace.lines()
                .filter(line -> line.startsWith(CAUSE))
                .findFirst()
                .map(line -> line.substring(CAUSE.length()))
                .orElse(outermost);
    }
}
