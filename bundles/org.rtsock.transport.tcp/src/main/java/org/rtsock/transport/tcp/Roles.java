// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Who may do what: the lines of the roles file. The first that matches decides.
///
/// ```
///   # edge routers of the first rack
///   write CN=edge-1,OU=Rack 1,O=Example
///   write SHA256=5a:40:...
///   read  SAN=collector.example.net
///   read  *
/// ```
record Roles(List<Line> lines) {
    /// A line.
    record Line(Role role, SubjectPattern pattern) {}

    Roles {
        lines = List.copyOf(lines);
    }

    /// @param file for the message
    /// @throws RoutingException EINVAL naming file, line and reason
    static Roles parse(Path file, List<String> text) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    lines.add(parse(line));
                } catch (IllegalArgumentException e) {
                    throw new RoutingException(Errno.EINVAL, file + " line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new Roles(lines);
    }

    private static Line parse(String line) {
        String[] words = line.split("\\s+", 2);
        Role role = switch (words[0].toLowerCase(Locale.ROOT)) {
            case "read" -> Role.READ;
            case "write" -> Role.WRITE;
            default -> throw new IllegalArgumentException("'" + words[0] + "' is neither read nor write");
        };
        if (words.length == 1) {
            throw new IllegalArgumentException("'" + line + "' does not say who; * is everyone");
        }
        return new Line(role, SubjectPattern.parse(words[1]));
    }

    /// The role of a certificate's holder, null for none.
    @Nullable Role of(X509Certificate certificate) {
        for (Line line : lines) {
            if (line.pattern().matches(certificate)) {
                return line.role();
            }
        }
        return null;
    }
}
