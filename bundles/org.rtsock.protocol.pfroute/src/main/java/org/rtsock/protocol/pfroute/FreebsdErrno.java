// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import org.rtsock.api.Errno;

/// Error numbers as FreeBSD gives them (`sys/errno.h`): the first 34 are everybody's, the others differ from Linux's.
final class FreebsdErrno {
    private FreebsdErrno() {}

    /// The number that stands in `rtm_errno`.
    static int number(Errno errno) {
        return switch (errno) {
            case EPERM, ENOENT, ESRCH, EINTR, EIO, ENXIO, EBADF, ENOMEM, EACCES, EBUSY, EEXIST, ENODEV, EINVAL, EPIPE, ERANGE ->
                errno.number();
            case EAGAIN -> 35;
            case EMSGSIZE -> 40;
            case ENOPROTOOPT -> 42;
            case EPROTONOSUPPORT -> 43;
            case ESOCKTNOSUPPORT -> 44;
            case EOPNOTSUPP -> 45;
            case EPFNOSUPPORT -> 46;
            case EAFNOSUPPORT -> 47;
            case EADDRINUSE -> 48;
            case EADDRNOTAVAIL -> 49;
            case ENETDOWN -> 50;
            case ENETUNREACH -> 51;
            case ECONNRESET -> 54;
            case ENOBUFS -> 55;
            case EISCONN -> 56;
            case ENOTCONN -> 57;
            case ESHUTDOWN -> 58;
            case ETOOMANYREFS -> 59;
            case ETIMEDOUT -> 60;
            case ECONNREFUSED -> 61;
            case ENAMETOOLONG -> 63;
            case EHOSTUNREACH -> 65;
            case EDQUOT -> 69;
            case ESTALE -> 70;
        };
    }
}
