// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Where it is written who we are and who may come in.
///
/// @param certificate our own, then those that lead up to an authority
/// @param key         its private key
/// @param authorities whose certificates are good
/// @param roles       see [Roles]
/// @param crl         certificates that were revoked, null when nobody revokes any
record AdmissionFiles(Path certificate, Path key, Path authorities, Path roles, @Nullable Path crl) {
    /// What a file looked like from outside; all zero and null when it is not there.
    record Stamp(@Nullable FileTime modified, long size, @Nullable Object inode) {
        static final Stamp ABSENT = new Stamp(null, 0, null);
    }

    /// @param crl may be empty
    /// @throws RoutingException EINVAL naming the key without a value
    static AdmissionFiles of(String certificate, String key, String authorities, String roles, String crl) {
        return new AdmissionFiles(
                path("certificate", certificate, "our certificate"),
                path("key", key, "its private key"),
                path("authorities", authorities, "the authorities of the daemons' certificates"),
                path("roles", roles, "who may do what"),
                crl.isEmpty() ? null : path("crl", crl, "what is revoked"));
    }

    private static Path path(String name, String value, String what) {
        if (value.isEmpty()) {
            throw new RoutingException(Errno.EINVAL, name + " is empty; it has to name the file with " + what);
        }
        return Path.of(value).toAbsolutePath().normalize();
    }

    /// What the files look like: equal as long as nobody has written to any, or put another in its place.
    List<Stamp> stamps() {
        return Stream.of(certificate, key, authorities, roles, crl)
                .filter(Objects::nonNull)
                .map(AdmissionFiles::stamp)
                .toList();
    }

    private static Stamp stamp(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException e) {
            return Stamp.ABSENT;
        }
    }
}
