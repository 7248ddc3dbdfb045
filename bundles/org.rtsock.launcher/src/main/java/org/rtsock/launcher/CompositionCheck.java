// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/// Whether the bundles of an appliance fit together, looked at before any of them starts: packages, hosts and extenders as the framework
/// resolves them, and services, which it does not look at: a component that waits for a service for ever is nobody's error at run time.
///
/// When all is well it costs one resolution, which the start would do anyway, and a look at each required service. Reasons are searched for
/// only when there is something to explain.
final class CompositionCheck {
    private static final String SERVICE = "osgi.service";
    private static final String PACKAGE = "osgi.wiring.package";

    private final BundleContext context;
    private final Map<Bundle, ComposedBundle> bundles;

    /// @param context of the framework, which has been initialized and not started
    CompositionCheck(BundleContext context, Map<Bundle, ComposedBundle> bundles) {
        this.context = context;
        this.bundles = bundles;
    }

    /// @param distribution all bundles that there are to choose from, to name the feature that has what is missing
    /// @throws LaunchException with a line for each capability that is missing
    void run(Distribution distribution) throws LaunchException {
        boolean resolved = context.getBundle().adapt(FrameworkWiring.class).resolveBundles(bundles.keySet());
        Map<BundleRequirement, Bundle> missing = new LinkedHashMap<>();
        for (Bundle bundle : bundles.keySet()) {
            for (BundleRequirement requirement : unmet(bundle)) {
                Bundle silent = silentProvider(requirement);
                if (silent == null) {
                    missing.put(requirement, bundle);
                } else {
                    System.err.println("rtsock: warning: no bundle declares that it has " + new RequirementText(requirement).what()
                            + ", which " + name(bundle) + " needs; the activator of " + name(silent) + " may bring it");
                }
            }
        }
        if (resolved && missing.isEmpty()) {
            return;
        }
        throw LaunchException.failed(
                "these bundles do not fit together:", missing.isEmpty() ? conflicts() : explain(missing, distribution.bundles()));
    }

    /// What the distribution has.
    @FunctionalInterface
    interface Distribution {
        Collection<ComposedBundle> bundles() throws LaunchException;
    }

    private List<BundleRequirement> unmet(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean resolved = revision.getWiring() != null;
        return revision.getDeclaredRequirements(null).stream()
                .filter(requirement -> !resolved || requirement.getNamespace().equals(SERVICE))
                .filter(CompositionCheck::isMandatory)
                .filter(requirement -> matching(requirement, bundles.keySet()).findAny().isEmpty() && !isRegistered(requirement))
                .toList();
    }

    /// A bundle that may bring a required service though its manifest does not say so: it has an activator, declares no service at all, and
    /// knows the package of this one. Components' services are declared by the build; an activator's only if somebody writes it.
    private @Nullable Bundle silentProvider(BundleRequirement requirement) {
        @Nullable String service = requirement.getNamespace().equals(SERVICE) ? new RequirementText(requirement).name() : null;
        if (service == null) {
            return null;
        }
        String known = "(" + PACKAGE + "=" + service.substring(0, Math.max(0, service.lastIndexOf('.'))) + ")";
        return bundles.keySet().stream()
                .filter(bundle -> bundle.getHeaders().get(Constants.BUNDLE_ACTIVATOR) != null)
                .filter(bundle -> capabilities(SERVICE, bundle).findAny().isEmpty())
                .filter(bundle -> bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGE).stream()
                                .anyMatch(wanted -> wanted.getDirectives().getOrDefault("filter", "").contains(known))
                        || capabilities(PACKAGE, bundle)
                                .anyMatch(had -> known.equals("(" + PACKAGE + "=" + had.getAttributes().get(PACKAGE) + ")")))
                .findFirst()
                .orElse(null);
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().getOrDefault("resolution", "mandatory");
        String effective = requirement.getDirectives().getOrDefault("effective", "resolve");
        boolean looked = effective.equals("resolve") || effective.equals("active") && requirement.getNamespace().equals(SERVICE);
        return resolution.equals("mandatory") && looked;
    }

    private Stream<BundleCapability> capabilities(String namespace, Collection<Bundle> of) {
        return Stream.concat(Stream.of(context.getBundle()), of.stream())
                .flatMap(bundle -> capabilities(namespace, bundle));
    }

    private static Stream<BundleCapability> capabilities(String namespace, Bundle of) {
        return of.adapt(BundleRevision.class).getDeclaredCapabilities(namespace).stream();
    }

    private Stream<BundleCapability> matching(BundleRequirement requirement, Collection<Bundle> of) {
        return capabilities(requirement.getNamespace(), of).filter(requirement::matches);
    }

    /// Services of the framework and of the launcher stand in no manifest, but they are registered by now.
    private boolean isRegistered(BundleRequirement requirement) {
        if (!requirement.getNamespace().equals(SERVICE)) {
            return false;
        }
        try {
            var filter = FrameworkUtil.createFilter(requirement.getDirectives().getOrDefault("filter", "(objectClass=*)"));
            ServiceReference<?>[] found = context.getAllServiceReferences(null, null);
            return found != null && Arrays.stream(found).anyMatch(filter::match);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the framework took a filter that is none: " + requirement, e);
        }
    }

    private List<String> explain(Map<BundleRequirement, Bundle> missing, Collection<ComposedBundle> distribution) {
        Map<Bundle, ComposedBundle> others = installOthers(distribution);
        List<String> lines = new ArrayList<>();
        missing.forEach((requirement, bundle) -> {
            RequirementText text = new RequirementText(requirement);
            List<BundleCapability> same = capabilities(requirement.getNamespace(), bundles.keySet()).toList();
            Set<String> remedies = matching(requirement, others.keySet())
                    .map(capability -> others.get(capability.getRevision().getBundle()))
                    .flatMap(other -> other == null ? Stream.of() : other.features().stream())
                    .map(Feature::name)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            String remedy = remedies.isEmpty() ? "" : "; feature " + String.join(" or ", remedies) + " has it";
            lines.add(name(bundle) + " misses " + text.what() + text.nearby(same) + remedy);
        });
        return lines;
    }

    /// The appliance has failed by now, so its framework may serve to read what else there is.
    private Map<Bundle, ComposedBundle> installOthers(Collection<ComposedBundle> distribution) {
        Map<Bundle, ComposedBundle> others = new LinkedHashMap<>();
        for (ComposedBundle other : distribution) {
            try {
                others.put(context.installBundle("reference:" + other.jar().toUri()), other);
            } catch (BundleException _) {
                // A bundle that cannot be read, or is there in another version, is no remedy.
            }
        }
        return others;
    }

    /// All that is required is there, and still the set does not resolve: the framework alone knows why.
    private List<String> conflicts() {
        List<String> lines = new ArrayList<>();
        for (Bundle bundle : bundles.keySet()) {
            if (bundle.getState() == Bundle.INSTALLED) {
                lines.add(name(bundle) + " does not resolve: " + reason(bundle));
            }
        }
        return lines;
    }

    /// A class that is asked for makes the framework resolve the bundle, and say why it cannot.
    private static String reason(Bundle bundle) {
        try {
            bundle.loadClass("none");
            return "no reason was given";
        } catch (ClassNotFoundException e) {
            @Nullable Throwable cause = e.getCause();
            return cause == null ? "a fragment that its host does not take" : String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        }
    }

    private String name(Bundle bundle) {
        ComposedBundle composed = bundles.get(bundle);
        String feature = composed == null ? "" : " (feature " + composed.features().getFirst().name() + ")";
        return bundle.getSymbolicName() + " " + bundle.getVersion() + feature;
    }
}
