// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/// A requirement in the words of people instead of a filter: `package org.example.net 1.2 or newer, before 2`.
final class RequirementText {
    private static final String PACKAGE = "osgi.wiring.package";

    private final Requirement requirement;
    private final String filter;

    RequirementText(Requirement requirement) {
        this.requirement = requirement;
        this.filter = requirement.getDirectives().getOrDefault("filter", "");
    }

    /// What is required. A filter that says more than a name and a version is given as it is.
    String what() {
        String namespace = requirement.getNamespace();
        String name = name();
        if (name == null) {
            return namespace + " " + filter;
        }
        return switch (namespace) {
            case PACKAGE -> "package " + name + versions("version");
            case "osgi.wiring.bundle" -> "bundle " + name + versions("bundle-version");
            case "osgi.wiring.host" -> "host bundle " + name + versions("bundle-version");
            case "osgi.service" -> "service " + name;
            case "osgi.extender" -> "extender " + name + versions("version");
            case "osgi.ee" -> "Java " + exactVersion();
            default -> namespace + " " + name + versions("version");
        };
    }

    /// Of these, those that are what is required but for their version: ` (there is 1.0)`, or nothing.
    String nearby(List<? extends Capability> capabilities) {
        String name = name();
        boolean ofBundle = Set.of("osgi.wiring.bundle", "osgi.wiring.host").contains(requirement.getNamespace());
        String attribute = ofBundle ? "bundle-version" : "version";
        List<String> versions = capabilities.stream()
                .filter(capability -> name != null && name.equals(capability.getAttributes().get(capability.getNamespace())))
                .map(capability -> capability.getAttributes().get(attribute))
                .filter(Version.class::isInstance)
                .map(version -> plain(String.valueOf(version)))
                .distinct()
                .toList();
        return versions.isEmpty() ? "" : " (there is " + String.join(", ", versions) + ")";
    }

    /// The value of the attribute that names what is required; null when the filter asks for something else, or for one of several.
    @Nullable String name() {
        String attribute = requirement.getNamespace().equals("osgi.service") ? "objectClass" : requirement.getNamespace();
        List<String> names = values(attribute, "=");
        return names.size() == 1 ? names.getFirst() : null;
    }

    private String versions(String attribute) {
        List<String> parts = new ArrayList<>();
        values(attribute, ">=").stream().limit(1).forEach(floor -> parts.add(plain(floor) + " or newer"));
        // The upper bound is (!(version>=2)) in what bnd writes and in what the framework makes of an import.
        values(attribute, ">=").stream().skip(1).forEach(ceiling -> parts.add("before " + plain(ceiling)));
        values(attribute, "<=").forEach(last -> parts.add("up to " + plain(last)));
        String text = String.join(", ", parts);
        return text.isEmpty() || text.startsWith("0 ") ? "" : " " + text;
    }

    private String exactVersion() {
        return values("version", "=").stream().map(version -> version + " or newer").collect(Collectors.joining(", "));
    }

    private List<String> values(String attribute, String comparison) {
        Matcher matcher = Pattern.compile("\\(" + Pattern.quote(attribute + comparison) + "([^()]*)\\)").matcher(filter);
        return matcher.results().map(result -> result.group(1)).toList();
    }

    /// 1.2.0 is 1.2, and 2.0.0 is 2.
    private static String plain(String version) {
        return version.replaceFirst("(\\.0){1,2}$", "");
    }
}
